"""What the house gives out: gathered, written, rendered and issued, for pages and commands alike."""
