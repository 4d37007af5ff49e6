"""Rows of the one table that a benchmark run prints."""

from collections.abc import Iterable
from dataclasses import dataclass

HEADINGS = ("measured", "bare bot", "Little Giant", "compared", "target", "met")


@dataclass(frozen=True)
class Row:
    """One line; every number is written with its unit, `met` is None where nothing is asked."""

    measured: str
    ours: str = "-"
    bare: str = "-"
    compared: str = "-"
    target: str = "-"
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The line's cells, in the order of the headings."""
        verdict = {None: "-", True: "yes", False: "**no**"}[self.met]
        return self.measured, self.bare, self.ours, self.compared, self.target, verdict


def markdown(rows: Iterable[Row]) -> str:
    """The table as Markdown, its columns aligned."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADINGS))]
    shown = [_line(line, widths) for line in lines]
    return "\n".join([shown[0], _line(["-" * w for w in widths], widths), *shown[1:]])


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    filled = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(filled)} |"
