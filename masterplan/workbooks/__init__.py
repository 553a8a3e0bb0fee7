"""The pre-filled workbook of a Ressort: what the plan says of it, to be filled in and to come back."""
