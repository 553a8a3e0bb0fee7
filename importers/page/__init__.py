"""The page on which files are chosen, looked at, asked about and applied."""
