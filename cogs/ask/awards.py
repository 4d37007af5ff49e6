"""What districts pay: which pays most, then each amount with those that pay it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Figure
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import figure_notes, figure_value
from bot.ui.context import RenderContext
from bot.ui.formats import figure_text, sentence_case
from cogs.ask.headings import pair_heading
from cogs.ask.titles import award_place, ended_mark

_BOTH: Final = ["new-little-giant", "new-specialised"]  # amounts that need names
_AWARDS: Final[Mapping[str, str]] = {
    "new-little-giant": N_("new little giant"),
    "new-specialised": N_("first SRDI title"),
    "new-innovative": N_("new innovative SME"),
    "review-little-giant": N_("little giant review"),
    "review-specialised": N_("SRDI review"),
}
"""Short names of awards, by the id of the figure."""
_SPAN: Final = N_("### Depends on the district: {least} to {most}")
_TO_MOST: Final = N_("### Depends on the district: from {least}, {most}")
_ENDS: Final = N_("### Depends on the district: {least} · {most}")
_MOST_NAMES: Final = 3
"""Districts that a heading names."""


def award_heading(context: RenderContext, card: AnswerCard) -> str:
    """Which of two districts pays more; of several which pay most and least, of those in force."""
    tr = context.tr
    paid = [line for line in card.lines if line.figures]
    if len(card.records) == 2 and _is_by_award(card.lines):
        return f"### {sentence_case(tr.semicolon.join(_verdicts(context, card.lines)))}"
    if len(paid) == 2 and len(card.records) == 2:
        one, other = paid
        pair = (one.figures[0], other.figures[0])
        return pair_heading(tr, pair, (award_place(context, one), award_place(context, other)))
    if len(paid) == 1:
        [line] = paid
        amounts = tr.list_comma.join(figure_text(tr, f) for f in line.figures)
        names = tr.list_comma.join(tr.of(f.name) for f in line.figures)
        return f"### {award_place(context, line)}{tr.colon}{amounts}\n{names}"
    running = [line for line in paid if not ended_mark(context, line.record)]
    top = max((line.figures[0] for line in running), key=lambda f: f.value, default=None)
    alike = [line for line in running if top and line.figures[0].id == top.id]
    by_value = sorted(alike, key=lambda line: -line.figures[0].value)
    if len({line.figures[0].value for line in alike}) < 2:
        return tr("### Awards by district")
    most, least = (_those_with(context, alike, end) for end in (by_value[0], by_value[-1]))
    if card.asks != "most":
        ends = [by_value[place].figures[0].qualifier for place in (0, -1)]
        said = _SPAN if ends[0] != "up to" else _TO_MOST if ends[1] != "up to" else _ENDS
        return tr(said, most=most, least=least)
    if alike[0].figures[0].value == by_value[-1].figures[0].value:
        return tr("### Lowest: {least} · highest: {most}", most=most, least=least)
    return tr("### Highest: {most} · lowest: {least}", most=most, least=least)


def _is_by_award(lines: Sequence[Line]) -> bool:
    """Whether two districts are compared by several awards, or by one that only one of them has."""
    sides = [line for line in lines if line.text is None]
    return len(sides) == 2 and {len(line.figures) for line in sides} != {1}


def _by_award(lines: Sequence[Line]) -> Mapping[str, Sequence[tuple[Line, Figure]]]:
    """Of each award, by its id, the districts that state it, the highest first."""
    found: dict[str, list[tuple[Line, Figure]]] = {}
    for line in lines:
        for figure in line.figures:
            found.setdefault(figure.id, []).append((line, figure))
    return {i: sorted(sides, key=lambda side: -side[1].value) for i, sides in found.items()}


def _award_name(tr: Translator, figure: Figure) -> str:
    return tr(_AWARDS[figure.id]) if figure.id in _AWARDS else tr.of(figure.name)


def _verdicts(context: RenderContext, lines: Sequence[Line]) -> Iterator[str]:
    """Of each award which of two districts pays more; a ceiling is only higher."""
    tr, sides = context.tr, [line for line in lines if line.text is None]
    for (line, figure), *others in _by_award(sides).values():
        one, amount = award_place(context, line), figure_text(tr, figure)
        other = award_place(context, next(x for x in sides if x is not line))
        second = others[0][1] if others else None
        less = figure_text(tr, second) if second else ""
        if second is None:
            said = tr("{one} {amount}, {other} not stated", one=one, amount=amount, other=other)
        elif less == amount:
            said = tr("both {amount}", amount=amount)
        elif second.value == figure.value:
            said = f"{one}{tr.space}{amount}{tr.list_comma}{other}{tr.space}{less}"
        elif figure.qualifier == second.qualifier == "exactly":
            said = tr("{one} pays more", one=one)
        else:
            said = tr("{one} is higher", one=one)
        yield tr.labelled(_award_name(tr, figure), said)


def _award_rows(context: RenderContext, lines: Sequence[Line]) -> Iterator[str]:
    """A row for each award with what each of two districts pays."""
    tr = context.tr
    for sides in _by_award(lines).values():
        told = (f"{award_place(context, x)}{tr.space}{figure_value(tr, f)}" for x, f in sides)
        yield f"- {tr.labelled(_award_name(tr, sides[0][1]), ' · '.join(told))}"
    for line in lines:
        if not (line.figures or line.text):
            yield f"- {tr.labelled(award_place(context, line), tr('amount not stated'))}"


def _those_with(context: RenderContext, lines: Sequence[Line], like: Line) -> str:
    """The districts that pay as much as one of them, and how much."""
    tr, figure = context.tr, like.figures[0]
    at = [award_place(context, x) for x in lines if x.figures[0].value == figure.value]
    return figure_text(tr, figure) + tr.brackets(tr.list_comma.join(at[:_MOST_NAMES]))


def award_rows(context: RenderContext, lines: Sequence[Line]) -> Iterator[str]:
    """What each pays; then how long, where it is stated."""
    tr = context.tr
    yield from (_award_rows if _is_by_award(lines) else _amount_rows)(context, lines)
    for line in lines:
        if line.text:
            yield f"-# {award_place(context, line, marked=False)}{tr.colon}{tr.of(line.text)}"
    dates = (f.as_of or line.record.as_of for line in lines for f in line.figures)
    years = sorted({d[:4] for d in dates if d})
    if years:
        span = "–".join(dict.fromkeys((years[0], years[-1])))
        yield tr("Amounts as of {years}: check with the district first.", years=span)


def _amount_rows(context: RenderContext, lines: Sequence[Line]) -> Iterator[str]:
    """Each amount with the districts that pay it, what has ended in one row below them.

    Of one or two single amounts the heading says it all.
    """
    tr = context.tr
    rows: dict[str, list[str]] = {}
    over: list[str] = []
    if any([f.id for f in line.figures] == _BOTH for line in lines):
        yield tr("-# New little giant, then first SRDI title:")
    paid = [line for line in lines if line.figures]
    told = len(paid) == 1 or (len(paid) == 2 and all(len(line.figures) == 1 for line in paid))
    for line in () if told else lines:
        if line.text:
            continue
        amount = tr.list_comma.join(figure_value(tr, f) for f in line.figures)
        amount, notes = amount or tr("amount not stated"), ""
        if len(line.figures) == 1:  # of equal amounts each may be of another year
            notes = figure_notes(tr, line.figures[0])
            amount = amount.removesuffix(notes)
        if ended_mark(context, line.record):
            over.append(tr.labelled(award_place(context, line, marked=False), amount + notes))
        else:
            rows.setdefault(amount, []).append(award_place(context, line) + notes)
    for amount, places in rows.items():
        yield f"- {amount}{tr.colon}{tr.list_comma.join(places)}"
    if over:
        yield tr("- Ended: {places}", places=tr.semicolon.join(over))
