"""How texts, numbers and days are read, in a cell as in a form: strictly, with the words kept and each doubt told."""
