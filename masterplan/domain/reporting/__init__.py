"""Who owes a report, what is typed into it, and how far a reporting round is."""
