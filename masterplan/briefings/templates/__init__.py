"""The looks of slides and paper, which a corporate design replaces without code; see README.md beside this file."""
