"""Shapes and native charts as DrawingML, for slides and for Word."""
