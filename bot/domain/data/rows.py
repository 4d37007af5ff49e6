"""One record as it is written in a file: its plain content, and the line of each of its parts."""

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, cast

from bot.domain.data.faults import Fault, FaultMessage
from bot.domain.data.models import (
    Award,
    DataModel,
    Measure,
    Package,
    Source,
    Statistic,
    Term,
    Tier,
    Zone,
)

_SHOWN: Final = 80
"""Characters of a name that a fault repeats."""
KINDS: dict[str, type[DataModel]] = {
    "sources": Source,
    "packages": Package,
    "measures": Measure,
    "awards": Award,
    "zones": Zone,
    "tiers": Tier,
    "statistics": Statistic,
    "glossary": Term,
}
"""The one key that a file may have at its top, and what its rows are."""
Path: TypeAlias = tuple[str | int, ...]


@dataclass(slots=True)
class Row:
    """One record as written: its plain content and the line of each of its parts."""

    file: str
    kind: str
    content: object
    lines: dict[Path, int]
    record: Any = None
    refused: set[Path] = field(default_factory=set[Path])
    """Parts whose value was refused when it was read; 0 stands in their place."""

    @property
    def name(self) -> str:
        """The record's id, as far as it has one."""
        content = self.content
        found = cast("dict[str, object]", content).get("id") if isinstance(content, dict) else None
        return str(found) if found else "?"

    def fault(self, path: Path, reason: FaultMessage) -> Fault:
        """A fault at a part of this record; a part that is missing has its parent's line."""
        at = path
        while at not in self.lines and at:
            at = at[:-1]
        return Fault(
            self.file,
            self.lines.get(at, 1),
            self.name[:_SHOWN],
            ".".join(str(step) for step in path)[:_SHOWN] or "record",
            reason,
        )
