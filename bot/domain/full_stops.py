"""Where an English sentence ends: not at the full stop of an abbreviation."""

from typing import Final

_ABBREVIATIONS: Final = (
    "No", "Nos", "Art", "Mr", "Ms", "Dr", "Co", "Ltd", "Inc", "vs", "approx", r"U\.S", r"e\.g",
    r"i\.e",
)  # fmt: skip
AFTER_SENTENCE: Final = "".join(rf"(?<!\b{each}\.)" for each in _ABBREVIATIONS)
"""A pattern of a place after a full stop, not of an abbreviation."""
FULL_STOP: Final = rf"\.{AFTER_SENTENCE}"
"""A pattern of a full stop that ends a sentence."""
