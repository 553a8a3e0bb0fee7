"""What differs between two cuts of the plan, and why."""
