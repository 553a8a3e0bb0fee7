"""Part one of the Masterplan: the goals, their own indicators, and what serves them."""
