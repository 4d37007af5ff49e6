"""Tables in columns that stay aligned on a phone: as code, with Chinese as wide as two letters."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.data.values import Qualifier
from bot.ui.line_width import columns_of

SIGNS_OF: Final[Mapping[Qualifier, str]] = {
    "exactly": "",
    "up to": "≤",
    "over": ">",
    "at least": "≥",
    "about": "≈",
    "nearly": "≈",
    "below": "<",
}
"""Qualifiers where there is no room for words."""
_WIDE_SPACE = "\u3000"


def text_table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """The rows as code, every column as wide as its widest cell; those in `right` to the right."""
    widths = [max(map(columns_of, column)) for column in zip(*rows, strict=True)]
    lines = (
        " ".join(
            _filled(cell, width, right=place in right)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in rows
    )
    return "\n".join(["```", *lines, "```"])


def _filled(cell: str, width: int, *, right: bool) -> str:
    """The cell at its width; one that is Chinese alone with spaces as wide as its characters."""
    missing = width - columns_of(cell)
    wide = cell and 2 * len(cell) == columns_of(cell)
    space = _WIDE_SPACE * (missing // 2) + " " * (missing % 2) if wide else " " * missing
    return f"{space}{cell}" if right else f"{cell}{space}"
