"""What became of a record, with all that changed: an entry of a list or of a message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import Change, ComparedRecord, districts_of
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Award, Figure, Measure, Statistic, Tier, Zone
from bot.domain.eligibility.ladder import find_tiers
from bot.i18n.translator import Translator
from bot.ui import blocks
from bot.ui.change_lines import change_lines
from bot.ui.components import Component, button, section, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.tiers import TIERS
from bot.ui.zone_text import KIND_NAMES, place_name, place_of

MAX_ENTRY: Final = 1800
"""Characters of one entry: what is longer loses whole lines."""
_TITLE: Final = 200
_NEW_FIGURES: Final = 3


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One record as a reader gets it. Its lines are kept or left out, never torn."""

    tr: Translator
    record: ComparedRecord
    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]
    link: str | None
    """The custom id that opens it; None where there is nothing to open."""

    @property
    def content(self) -> str:
        """Its text, within MAX_ENTRY characters."""
        room = MAX_ENTRY - _length((*self.head, *self.tail))
        body, rest = list(self.body), list[str]()
        while body and _length((*body, *rest)) > room:
            body.pop()
            rest = [self._rest(len(self.body) - len(body))]
        return shorten("\n".join((*self.head, *body, *rest, *self.tail)), MAX_ENTRY)

    def _rest(self, left: int) -> str:
        """What stands for so many lines of the body that were left out."""
        more = self.tr.many("… and {number} more change", "… and {number} more changes", left)
        return f"-# {more}"

    def component(self, *, button_free: bool) -> Component:
        """The entry with its button *Open*, where nothing else has that button."""
        if self.link is None or not button_free:
            return text(self.content)
        return section(self.content, button(self.tr("Open"), self.link))


def _length(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def change_entry(context: RenderContext, change: Change) -> ChangeEntry:
    """What became of a record: its facts where it is new, else each field, old → new."""
    tr, record = context.tr, change.record
    stands = change.kind in ("new", "changed")
    head = (*_titles(tr, record), " · ".join(_label(context, record, status=stands)))
    if change.kind == "withdrawn":
        return ChangeEntry(tr, record, head, (), (), None)
    if change.kind == "new":
        figures = _first(record, _NEW_FIGURES)
        body = [blocks.figure_line(tr, figure) for figure in figures] or [tr.of(record.summary)]
    else:
        figures = [f.new for f in change.fields if isinstance(f, FigureChange) and f.new]
        body = [f"- {line}" for line in change_lines(tr, change)]
    if change.kind == "superseded":
        body.insert(0, _successor(context, change))
    tail = (*_doubts(tr, record), f"-# {_sources(context, record, figures)}")
    return ChangeEntry(tr, record, head, tuple(body), tail, link_of(context, record))


def _titles(tr: Translator, record: ComparedRecord) -> Iterator[str]:
    name, other = (
        shorten(title, _TITLE) for title in (tr.of(record.title), tr.other(record.title))
    )
    yield f"**{name}**"
    if other != name:
        yield f"-# {other}"


def _label(context: RenderContext, record: ComparedRecord, *, status: bool) -> Iterator[str]:
    tr = context.tr
    match record:
        case Measure():
            yield tr(blocks.KINDS[record.kind]) if record.kind else tr(blocks.TOPICS[record.topic])
            yield _where(tr, record)
            if status and (note := blocks.status_note(context, record)):
                yield note
        case Zone():
            yield tr(KIND_NAMES[record.kind])
            yield place_name(tr, place_of(record), lingang=record.lingang)
        case Statistic():
            yield tr(blocks.TOPICS["statistic"])
            yield _area(tr, record)
        case Tier():
            yield tr(TIERS[record.tier])
            yield tr("Current rules") if record.rules == "current" else tr("Rules of 2022")


def _where(tr: Translator, measure: Measure) -> str:
    if isinstance(measure, Award) and measure.giver == "national":
        return tr("Whole country")
    return blocks.district_names(tr, measure.districts) or tr("Whole city")


def _area(tr: Translator, statistic: Statistic) -> str:
    if statistic.area == "national":
        return tr("Whole country")
    return blocks.district_names(tr, districts_of(statistic)) or tr("Whole city")


def _doubts(tr: Translator, record: ComparedRecord) -> Iterator[str]:
    """What must not be relied on says so here already."""
    if record.use != "answer" or record.confidence in ("low", "conflicting"):
        yield f"-# {blocks.confidence_line(tr, record)}"


def _sources(context: RenderContext, record: ComparedRecord, figures: Iterable[Figure]) -> str:
    """The source of the first figure told, else of the record, and how many more there are."""
    own = (source for figure in figures for source in figure.sources)
    cited = context.release.catalogue.named((*own, *source_ids(record)))
    return " ".join(blocks.short_sources(context, cited, 1).split())


def link_of(context: RenderContext, record: ComparedRecord) -> str:
    """The custom id that opens a record."""
    tr = context.tr
    match record:
        case Measure():
            return link_to(tr, "m", record.id)
        case Zone():
            return link_to(tr, "z", record.id)
        case Statistic():
            return link_to(tr, "st", record.id)
        case Tier():
            # A rung may have several records; each has a button of its own, on the rung's pages.
            tiers = find_tiers(context.release.catalogue.dataset.tiers, record.tier, record.rules)
            place = [tier.id for tier in tiers].index(record.id)
            return link_to(tr, "lc", record.tier, record.rules, place)


def _first(record: ComparedRecord, most: int) -> Sequence[Figure]:
    if isinstance(record, Statistic) and record.series:
        return record.figures[-most:]
    return record.figures[:most]


def _successor(context: RenderContext, change: Change) -> str:
    tr, records = context.tr, context.release.catalogue.records
    if change.successor and change.successor in records:
        return tr("**Superseded** by: {name}", name=tr.of(records[change.successor].title))
    return tr("**Superseded**")
