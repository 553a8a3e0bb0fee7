"""All that is known of one item: its record, dates, course and links, and what the published rules say of it."""
