"""Thin pages: each answers one question and only lays out what it is handed."""
