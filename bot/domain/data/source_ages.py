"""How long ago people read the sources of a data set, and which are due to be read again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.citations import citations
from bot.domain.data.models import Source
from bot.domain.data.values import EARLIEST, LATEST

READ_EVERY: Final = timedelta(days=90)
"""A page that was read longer ago is due."""


@dataclass(frozen=True, slots=True)
class SourceAges:
    """When the pages were read."""

    pages: int
    """Sources with an address."""
    read: int
    """Those that a person has read."""
    oldest: date | None
    """The first day on which a page was last read or a figure last found; None if none is known."""
    due: tuple[Source, ...]
    """Pages that were read too long ago, the oldest first; then those that nobody has read."""


def source_ages(catalogue: Catalogue, today: date) -> SourceAges:
    """The ages of the pages of a catalogue on a day."""
    cited = [citation for citation in citations(catalogue) if citation.source.url]
    read = {c.source.id: c.source.read for c in cited if c.source.read}
    found = (f.figure.valid_checked for c in cited for f in c.figures)
    due = (c.source for c in cited if today - read.get(c.source.id, EARLIEST) > READ_EVERY)
    return SourceAges(
        len(cited),
        len(read),
        min((*read.values(), *filter(None, found)), default=None),
        tuple(sorted(due, key=lambda source: read.get(source.id, LATEST))),
    )
