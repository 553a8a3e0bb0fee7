"""What the published checks find: contradictions, gaps, old reports, and how complete a report is."""
