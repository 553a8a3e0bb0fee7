"""What may come: the forecast and how well it held before, and what a delay would move."""
