"""What *Details* shows: everything else about a record, in pages of a phone's screen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.domain.data.models import Attribute, Figure, Measure, Record, Zone
from bot.domain.data.stated_texts import STATED, stated_texts
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import confidence_line, conflict_lines, figure_line, source_line
from bot.ui.card_lines import prints
from bot.ui.components import Component, Layout, SelectOption, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import version_line
from bot.ui.export_buttons import takeaway_options
from bot.ui.line_width import pages_of
from bot.ui.list_page import room, turn
from bot.ui.relations import relation_lines

_LABELS: Final[dict[Attribute, str]] = {
    "amount": N_("amount"),
    "count": N_("number"),
    "rate": N_("rate"),
    "who": N_("who gets it"),
    "conditions": N_("conditions"),
    "apply": N_("how to apply"),
    "when": N_("dates"),
    "authority": N_("authority"),
    "names": N_("names"),
    "place": N_("place"),
    "text": N_("full text"),
    "definition": N_("exact meaning"),
    "stacking": N_("combination with other support"),
}
_OF_ZONES: Final[dict[Attribute, str]] = {"amount": N_("area")}


def not_stated_line(tr: Translator, record: Record) -> str:
    """The attributes that no source states, each once; the record's file has the sentences."""
    held = _held(record) if isinstance(record, Measure) else set[Attribute]()
    known = _LABELS | _OF_ZONES if isinstance(record, Zone) else _LABELS
    labels: dict[str, None] = {}
    for each in record.not_stated:
        label = tr(known[each.about])
        labels[tr("{label} (in part)", label=label) if each.about in held else label] = None
    return tr("**Not stated:** {labels}", labels=tr.list_comma.join(labels))


def _held(measure: Measure) -> set[Attribute]:
    """The attributes of which something is stated."""
    scoped = [figure.unit for figure in measure.figures if figure.scope]
    stated: dict[Attribute, object] = {
        "amount": "CNY" in scoped,
        "rate": any(unit.startswith("percent") for unit in scoped),
        "who": measure.who,
        "conditions": measure.conditions,
        "apply": measure.apply,
        "authority": measure.authority,
        "when": measure.validity,
        "stacking": measure.goes_with,
    }
    return {attribute for attribute, value in stated.items() if value}


_FEW: Final = 2
"""Pages that need no drop-down."""
_NAME: Final = re.compile(r"\*\*([^*,，:：]+)")
"""The name of a part, at its beginning."""


class Details(NamedTuple):
    """Everything else about one record, or about several that a card shows together."""

    name: str
    records: Sequence[Record]
    entries: Sequence[str]
    view: str
    """The view of its pages; it takes what they are of, such as a record's id, and the page."""
    of: tuple[object, ...]
    more: Sequence[Component] = ()
    """Drop-downs."""
    names_parts: bool = True
    """Whether a drop-down names the parts, where there are many pages."""
    onward: Sequence[SelectOption] = ()
    """Where else to go, in the drop-down of the parts."""

    def page(self, context: RenderContext, page: int) -> Layout:
        """The page of that number, counted from 0 and kept within range."""
        tr = context.tr
        head = "### " + tr("Details: {name}", name=self.name)
        foot = version_line(context, self.records)
        pages = pages_of(self.entries, room(tr, head, small=foot))
        number, foot, turned = turn(tr, page, len(pages), foot, self.view, self.of)
        named = self.names_parts and len(pages) > _FEW
        parts = [*(self._parts(tr, pages, number) if named else ()), *self.onward]
        return card(
            [head, *pages[number], foot],
            [select(f"s|{self.view}|part", tr("Go to"), parts)] if parts else [],
            *([each] for each in self.more),
            turned,
        )

    def _parts(
        self, tr: Translator, pages: Sequence[Sequence[str]], number: int
    ) -> Iterator[SelectOption]:
        """The pages, by the names of what begins on them."""
        for i, page in enumerate(pages):
            names = [found[1] for part in page if (found := _NAME.match(part))]
            if names:
                label = f"{i + 1} · {tr.list_comma.join(dict.fromkeys(names))}"
                yield label, link_to(tr, self.view, *self.of, i), i == number


def record_details(
    context: RenderContext, record: Record, entries: Iterable[str], view: str, page: str
) -> Layout:
    """A page of the details of one record."""
    name, more = context.tr.of(record.title), more_actions(context.tr, record)
    details = Details(name, [record], list(entries), view, (record.id,), more)
    return details.page(context, int(page))


def more_actions(tr: Translator, record: Record) -> list[Component]:
    """The drop-down *More actions*, for a record that can be taken away."""
    if not isinstance(record, Measure | Zone):
        return []
    return [select("s|more", tr("More actions"), takeaway_options(tr, record.id))]


def details_button(tr: Translator, view: str, record_id: str) -> Component:
    """The button that opens them."""
    return button(tr("Details"), link_to(tr, view, record_id))


def rest_of_figures(tr: Translator, record: Record, shown: Sequence[Figure]) -> Iterator[str]:
    """The summary; figures that neither it nor the card states; the notes of all of them."""
    summary = tr.of(record.summary)
    yield summary
    for figure in record.figures:
        told = figure in shown or prints(tr, summary, figure)
        note = tr.of(figure.note) if figure.note else ""
        if not told:
            yield f"{figure_line(tr, figure)}{tr.dash}{note}" if note else figure_line(tr, figure)
        elif note:
            yield f"- {tr.of(figure.name)}{tr.colon}{note}"


def evidence_entries(context: RenderContext, record: Record) -> Iterator[str]:
    """Relations, the note, what disagrees, what is not stated, sources, how far it holds."""
    tr = context.tr
    yield from relation_lines(context, record)
    if record.note:
        yield tr("**Note:** {text}", text=tr.of(record.note))
    yield from _disagreement(context, record)
    if record.not_stated:
        yield not_stated_line(tr, record)
    listed = [source_line(tr, source) for source in context.release.catalogue.cited(record)]
    for number, line in enumerate(listed, 1):
        yield f"{number}. {line}" if number > 1 else f"{tr('**Sources**')}\n{number}. {line}"
    yield f"-# {confidence_line(tr, record)}"


def _disagreement(context: RenderContext, record: Record) -> Iterator[str]:
    """Who disagrees, and what counts something else; each heading with its first line."""
    headings = {
        context.tr("**Sources disagree**"): record.conflicts,
        context.tr("**Related, but counts something else**"): record.other_scope,
    }
    for heading, conflicts in headings.items():
        for number, line in enumerate(conflict_lines(context, conflicts)):
            yield line if number else f"{heading}\n{line}"


def measure_entries(
    context: RenderContext, measure: Measure, said: Sequence[str], shown: Sequence[Figure]
) -> Iterator[str]:
    """Every fact, without the lines that the card has said and the figures that it has shown."""
    tr, whole = context.tr, "\n".join(said)
    yield from (e for e in rest_of_figures(tr, measure, shown) if e not in said)
    for field, stated in STATED.items():
        texts = [tr.of(each) for each in stated_texts(measure, field)]
        all_steps = "{number}" in stated.each and len(texts) > 1
        for number, line in enumerate(texts, 1):
            if line in whole and not all_steps:
                continue
            if stated.each:
                yield tr(stated.each, number=number, text=line)
            else:
                yield tr.bold(tr(stated.label), line)
    yield from evidence_entries(context, measure)
