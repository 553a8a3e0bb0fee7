"""Spreadsheets become statements: read, map, validate, diff and merge, preview, apply."""
