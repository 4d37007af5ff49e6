"""Question sets for `/ask`, and what counts as a right answer."""
