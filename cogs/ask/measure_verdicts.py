"""The heading of a verdict on one measure or one requirement."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Measure, Record, Term, Tier
from bot.i18n.translator import N_
from bot.ui.context import RenderContext
from bot.ui.formats import amount_text, date_text
from cogs.ask.titles import ended_mark

_OBSTACLE: Final = N_("### A problem: {title}")
_BY_ROLE: Final[Mapping[str, str]] = {
    "gone": N_("### No longer, since {day}: {title}"),
    "inside": N_("### Yes, within the period: {title}"),
    "outside": N_("### No, outside the period: {title}"),
    "once": N_("### As a rule not again this year: {title}"),
    "late": N_("### Yes, you are late: {title}"),
    "in-time": N_("### Not late yet: {title}"),
}
"""Headings of verdicts by the role of the first line."""
_WAITED: Final = {
    True: N_("### Within the time limit: {title}"),
    False: N_("### Too long as a rule: {title}"),
    None: N_("### Depends on who pays and what was agreed: {title}"),
}
_BY_FIGURE: Final = {
    (True, True): N_("### Within the limit: {title}"),
    (True, False): N_("### Outside the limit: {title}"),
    (False, True): N_("### Yes, the bar is over: {title}"),
    (False, False): N_("### No, the bar is not over yet: {title}"),
}
"""Of a verdict by a limit, or by the years of a bar, by whether it is met."""
_ROUND_OVER: Final = {
    True: N_("### You meet the condition, but the round presumably ended on {day}"),
    False: N_("### You meet the condition, but the round ended on {day}"),
}
"""By whether the last day is assumed."""


def measure_verdict(context: RenderContext, card: AnswerCard, first: Line, title: str) -> str:
    """The verdict of the first line, on the record or on a requirement that is gone."""
    tr, record = context.tr, card.record
    validity = record.validity if isinstance(record, Measure) else None
    ends = validity.ends if validity else None
    if validity and ends and first.role == "over":
        return f"{tr(_ROUND_OVER[validity.assumed], day=date_text(tr.lang, ends))}\n**{title}**"
    if first.met and not says_until_when(card):
        title = f"{title}{ended_mark(context, record, dated=True)}"
    if first.role == "waited":
        told, limit = (amount_text(tr, n, "days") for n in (first.own or 0, first.figures[0].value))
        says = tr("{days}, the limit is {limit}", days=told, limit=limit)
        title = f"{says if first.met is not None else told}\n**{title}**"
    if first.role == "gone" and isinstance(record, Tier) and record.ends:
        ends = record.ends + timedelta(days=1)
        names = (tr.of(c.name) for c in record.criteria if c.id == first.part)
        title = f"{next(names, title)}\n**{title}**"
    day = date_text(tr.lang, ends or context.today)
    start = date_text(tr.lang, validity.starts) if validity and validity.starts else ""
    return tr(_verdict(card, met=first.met), title=title, day=day, start=start)


def _verdict(card: AnswerCard, *, met: bool | None) -> str:
    """The heading of a verdict on one measure; of a round that is over its last day."""
    first = card.lines[0]
    if is_closed(card):
        return _closed(first) if met is None else N_("### No, closed on {day}: {title}")
    if by_role := _WAITED[met] if first.role == "waited" else _BY_ROLE.get(first.role or ""):
        return by_role
    if card.asks == "obstacle" and not says_until_when(card):
        return N_("### No problem, from what you say: {title}") if met else _OBSTACLE
    if card.asks == "limit":
        return _BY_FIGURE[True, bool(met)]
    if says_until_when(card):
        return N_("### Yes: {title}") if met else _ended(card.record)
    if met and first.role == "depends":
        return N_("### Yes, for every SME: {title}")
    if first.text is None:
        return _BY_FIGURE[first.figures[0].role == "ceiling", bool(met)]
    unmet = N_("### No, a condition is not met: {title}")
    return N_("### Yes, you meet this condition: {title}") if met else unmet


def _ended(record: Record | Term) -> str:
    validity = record.validity if isinstance(record, Measure) else None
    assumed = validity is not None and validity.assumed
    return (
        N_("### Presumably no longer: {title}") if assumed else N_("### No, it has ended: {title}")
    )


def says_end(line: Line) -> bool:
    """Whether the line says how long its measure is valid."""
    validity = line.record.validity if isinstance(line.record, Measure) else None
    return validity is not None and line.text == validity.note


def _closed(line: Line) -> str:
    """The heading of a round that is over: from when, if that is known, to when it was open."""
    validity = line.record.validity if isinstance(line.record, Measure) else None
    known = line.role == "window" and validity is not None and validity.starts is not None
    window = N_("### From {start} to {day} (closed): {title}")
    return window if known else N_("### {day} (closed): {title}")


def says_until_when(card: AnswerCard) -> bool:
    """Whether the verdict in the first line is by how long the measure is valid."""
    decides = card.lines[0].met is not None and not is_closed(card)
    return decides and says_end(card.lines[0])


def is_closed(card: AnswerCard) -> bool:
    """Whether the answer is the day on which a round closed, or the days on which it was open."""
    return bool(card.lines) and card.lines[0].role in ("closed", "window")
