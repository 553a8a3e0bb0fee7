"""What a briefing and the answer to parliament are made from."""
