"""Records as they are written in a file."""

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, cast

from bot.domain.data.faults import Fault, FaultMessage

_SHOWN: Final = 80
"""Characters of a name that a fault shows."""
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
    """Parts whose value was rejected and replaced by 0."""

    @property
    def name(self) -> str:
        """The id of the record, or of the one it is about, or `?`."""
        content = self.content
        if not isinstance(content, dict):
            return "?"
        plain = cast("dict[str, object]", content)
        return str(plain.get("id") or plain.get("record") or "?")

    def fault(self, path: Path, reason: FaultMessage) -> Fault:
        """A fault at a part of this record; a missing part has its parent's line."""
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
