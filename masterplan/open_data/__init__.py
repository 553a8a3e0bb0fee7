"""The released plan for everybody: tables as CSV and JSON, a dictionary of their fields, and a description."""
