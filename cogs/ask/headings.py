"""The headings of cards: a title, a figure, or two figures and how far they are apart."""

from typing import Final

from bot.domain.answers.answer import AnswerCard
from bot.domain.data.models import Figure, Measure, Record, Term
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import figure_notes
from bot.ui.card_lines import title_beside
from bot.ui.context import RenderContext
from bot.ui.formats import amount_text, figure_text, partial_date_text, sentence_case
from cogs.ask.lacking import LACKING
from cogs.ask.titles import is_over

_EXACT: Final = frozenset({"exactly", "at least"})
"""Qualifiers of figures whose difference is known, of two alike."""

_UNDECIDED: Final = {
    "open": N_("### More information needed: {title}"),
    "depends": N_("### Depends on the conditions: {title}"),
}
"""By the role of the first line, where nothing that was told decides."""


def heading_of(context: RenderContext, card: AnswerCard) -> str:
    """The record's title; where something is not stated, it says so."""
    tr = context.tr
    record = card.record
    title = record.en if isinstance(record, Term) else tr.of(record.title)
    if card.valid_to:
        until = partial_date_text(tr.lang, card.valid_to)
        over = card.valid_to < context.today.isoformat()[: len(card.valid_to)]
        valid = N_("### Going by your date, the title is valid until {until}")
        ended = N_("### Going by your date, the title ended in {until} unless it passed a review")
        return f"{tr(ended if over else valid, until=until)}\n**{title}**"
    if card.pair:
        return f"{pair_heading(tr, card.pair)}\n**{title}**"
    first = next(iter(card.lines), None)
    if first and first.missing:
        return f"### {tr(LACKING[first.missing]).rstrip('.。')}\n**{title}**"
    if card.is_not_stated:
        return tr("### Not stated: {title}", title=title)
    if first and first.met is None and first.role in _UNDECIDED:
        return tr(_UNDECIDED[first.role], title=title)
    if first is None or first.met is None:
        return f"### {title}"
    return tr(_verdict(card, met=first.met), title=title)


def _verdict(card: AnswerCard, *, met: bool) -> str:
    """The heading of a verdict on one measure."""
    if card.asks_limit:
        return N_("### Within the limit: {title}") if met else N_("### Outside the limit: {title}")
    if not met:
        return N_("### No: {title}")
    if says_until_when(card):
        return N_("### Yes: {title}")
    return N_("### Yes, as far as you said: {title}")


def says_until_when(card: AnswerCard) -> bool:
    """Whether the verdict in the first line is by how long the measure is valid."""
    record, first = card.record, card.lines[0]
    validity = record.validity if isinstance(record, Measure) else None
    return bool(validity) and first.met is not None and first.text == validity.note


def leading_figure(card: AnswerCard) -> Figure | None:
    """The figure that answers alone, before anything else."""
    first = next(iter(card.lines), None)
    if (
        first is None
        or first.met is not None
        or card.heading
        or card.pair
        or card.valid_to
        or first.text
        or first.missing
        or first.role
    ):
        return None
    return first.figures[0] if len(first.figures) == 1 else None


def figure_heading(context: RenderContext, record: Record, figure: Figure) -> str:
    """The value as the heading, and whether it has ended; below it what it is."""
    tr = context.tr
    value = figure_text(tr, figure)
    over = isinstance(record, Measure) and is_over(context, record)
    ended = tr.brackets(tr("ended")) if over else ""
    name, title = tr.of(figure.name), title_beside(tr, tr.of(record.title), [figure])
    notes = figure_notes(tr, figure)
    same = name.casefold() == title.casefold()
    about = f"**{title}**{notes}" if same else f"{name}{notes} · **{title}**"
    return f"### {sentence_case(value)}{ended}\n{about}"


def pair_heading(tr: Translator, pair: tuple[Figure, Figure]) -> str:
    """Both figures, and by how much they differ if both are stated exactly or as limits."""
    first, second = (figure_text(tr, f) for f in pair)
    a, b = pair
    if (a.value, a.unit, a.qualifier) == (b.value, b.unit, b.qualifier):
        return tr("### Both: {amount}", amount=figure_text(tr, a))
    if a.unit != b.unit or a.qualifier != b.qualifier or a.qualifier not in _EXACT:
        return tr("### {first}, compared with {second}", first=first, second=second)
    unit = "percentage points" if a.unit.startswith("percent") else a.unit
    difference = amount_text(tr, round(abs(a.value - b.value), 6), unit)
    return tr(
        "### Different by {difference}: {first}, compared with {second}",
        first=first,
        second=second,
        difference=difference,
    )
