"""The plan: what it is, how it is judged, kept, drawn and reported."""
