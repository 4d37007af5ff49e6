"""The rule that decides how far a figure or a statement can be trusted, and the check of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.domain.data.criteria import Criterion
from bot.domain.data.faults import N_, Fault, fault_message
from bot.domain.data.models import Measure, Package, Record, Source, Statistic, Tier
from bot.domain.data.rows import Path, Row
from bot.domain.data.values import Figure

Level = Literal["low", "medium", "high"]
RANKS: Final[dict[str, int]] = {"conflicting": 0, "low": 0, "medium": 1, "high": 2}
"""How much each confidence claims. `conflicting` claims nothing: it is always allowed."""
_TOO_HIGH: Final = N_("{found} is more than the sources of {what} allow; at most {allowed}")
_NO_CONFLICT: Final = N_("conflicting, but no conflict is named; name it under conflicts")

Holder = Record | Criterion
"""Has sources, figures and a confidence."""


def highest_confidence(sources: Iterable[Source], *, capped: bool) -> Level:
    """The most that sources allow: those of a figure, and those that confirm it as it stands.

    high: an official page, or two established sources of different origin · medium: one established
    source, one copy of an official text that names the document and its issuer, or two copies of
    different origin · low: anything less, however many agree. `capped`: what no official page
    confirms, and what comes from a text that was not read, is at most medium.
    """
    level = _of_sources(sources)
    return "medium" if capped and level == "high" else level


def _of_sources(sources: Iterable[Source]) -> Level:
    counted = [s for s in sources if s.named and s.opened and s.independent]
    if any(s.grade == "A" for s in counted):
        return "high"
    established = _origins(s for s in counted if s.grade == "B")
    if len(established) > 1:
        return "high"
    copies = [s for s in counted if s.grade == "C"]
    if established or any(s.document for s in copies) or len(_origins(copies)) > 1:
        return "medium"
    return "low"


def _origins(sources: Iterable[Source]) -> set[str]:
    """What the sources derive from, each once: copies that agree prove copying."""
    return {source.origin or source.id for source in sources}


def check_confidence(rows: Sequence[Row]) -> Iterator[Fault]:
    """Each confidence that is higher than the rule allows, at its place in the file."""
    records = [row for row in rows if row.record is not None]
    sources = {r.record.id: r.record for r in records if isinstance(r.record, Source)}
    unseen = {
        r.record.id for r in records if isinstance(r.record, Package) and r.record.text_unseen
    }
    for row in records:
        if isinstance(record := row.record, Record):
            package = record.id if isinstance(record, Package) else getattr(record, "package", "")
            yield from _Check(row, sources, package in unseen).faults(record)


@dataclass(frozen=True, slots=True)
class _Check:
    row: Row
    sources: Mapping[str, Source]
    text_unseen: bool

    def faults(self, record: Record) -> Iterator[Fault]:
        """Those of the record and, of a tier, of each requirement."""
        yield from self._of(record, _figures(record), ())
        if isinstance(record, Tier):
            for i, criterion in enumerate(record.criteria):
                yield from self._of(criterion, _figures(criterion), ("criteria", i))

    def _of(
        self, holder: Holder, figures: list[tuple[Path, Figure]], path: Path
    ) -> Iterator[Fault]:
        """A holder shows the lowest of its headline figures, or what its own sources allow."""
        marked = [holder.confidence, *(f.confidence for _, f in figures)]
        if "conflicting" in marked and not holder.conflicts:
            yield self.row.fault((*path, "confidence"), fault_message(_NO_CONFLICT))
        headline = _headline(holder, [figure for _, figure in figures])
        claims: list[tuple[Path, Holder | Figure, str]] = []
        if headline is None:
            claims.append((path, holder, holder.confidence))
        for at, figure in figures:
            if figure.confidence:
                claims.append(((*path, *at), figure, figure.confidence))
            if not figure.confidence or figure is headline:
                claims.append((path, figure, holder.confidence))
        for at, claimant, claimed in claims:
            yield from self._claim((*at, "confidence"), claimant, claimed, holder)

    def _claim(
        self, path: Path, claimant: Holder | Figure, claimed: str, holder: Holder
    ) -> Iterator[Fault]:
        ids = dict.fromkeys((*claimant.sources, *claimant.confirmed_by))
        if any(i not in self.sources for i in ids):
            return  # unknown or invalid, which is a fault of its own
        capped = holder.use == "unconfirmed" or self.text_unseen
        allowed = highest_confidence((self.sources[i] for i in ids), capped=capped)
        if RANKS[claimed] > RANKS[allowed]:
            message = fault_message(_TOO_HIGH, found=claimed, what=claimant.id, allowed=allowed)
            yield self.row.fault(path, message)


def _headline(holder: Holder, figures: list[Figure]) -> Figure | None:
    """The figure that a record is about; None for zones, packages, tiers and what is not money."""
    if not figures:
        return None
    if isinstance(holder, Statistic):
        return figures[-1 if holder.series else 0]
    money = isinstance(holder, Measure) and holder.kind is not None
    return figures[0] if money or isinstance(holder, Criterion) else None


def _figures(holder: Any) -> list[tuple[Path, Figure]]:
    """The figures of a record or a requirement, each with its place; the threshold first."""
    found: list[tuple[Path, Figure]] = []
    if isinstance(holder, Criterion) and holder.threshold:
        found.append((("threshold",), holder.threshold))
    found += [(("figures", i), figure) for i, figure in enumerate(holder.figures)]
    if isinstance(holder, Tier) and holder.title_validity:
        found.append((("title_validity", "period"), holder.title_validity.period))
    return found
