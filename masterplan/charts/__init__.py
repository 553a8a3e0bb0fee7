"""Tables of the plan drawn as figures; each comes with its table and a sentence that says the same."""
