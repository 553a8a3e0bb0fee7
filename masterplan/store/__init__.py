"""Where the plan is kept: the only SQL of the program."""
