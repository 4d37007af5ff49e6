"""Which hits answer a part of a question."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.answers.lookup.aspects import names_batch
from bot.domain.answers.read.clauses import NAMED_ITSELF
from bot.domain.answers.read.parts import REFERS
from bot.domain.release import Release
from bot.domain.search.documents import Document
from bot.domain.search.index import Hit
from bot.domain.text import Plain

_CLEAR, VERY_CLEAR = 0.7, 0.8
"""Least coverage of the answer to a clause that names its subject, and to one that does not."""
_CLEAR_LIKENESS: Final = 0.4
_CLEARLY: Final = 0.9
"""Least coverage and likeness of a clause's own answer, and most that another may come near it."""


def of_part(release: Release, hits: Iterable[Hit], plain: Plain, top: str) -> list[Hit]:
    """The hits of a part, those first that name its batch, then the top."""
    found = [h for h in hits if h.document.kind != "term"]
    if any(h.likeness >= NAMED_ITSELF for h in found[:1]):
        top = ""
    near = 1.8 if REFERS.search(plain) else 1.3

    def factor(document: Document) -> float:
        record = release.catalogue.records.get(document.record)
        if record and names_batch(record, plain):
            return 1.8
        stated = document.kind != "not-stated"
        return near if stated and document.record == top else 1.0

    found = [h._replace(score=h.score * factor(h.document)) for h in found]
    return sorted(found, key=lambda h: -h.score)


def is_clear(hits: Sequence[Hit], other: float, coverage: float = _CLEAR) -> bool:
    """Whether a clause has an answer of its own, better than one whose score is `other`."""
    if not hits or hits[0].coverage < coverage or hits[0].likeness < _CLEAR_LIKENESS:
        return False
    return other <= hits[0].score * _CLEARLY
