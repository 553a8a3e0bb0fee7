"""The commands of ``python -m masterplan``: one file each, with the switches it takes and what it prints."""
