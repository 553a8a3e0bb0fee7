"""How a briefing is laid out on slides: what stands where, and how much room it takes."""
