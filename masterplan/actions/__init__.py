"""What a person does: one function each, in one transaction, saying by whom and when."""
