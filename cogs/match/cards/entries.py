"""A measure as two or three lines of the list: what one firm gets, who gets it, how sure it is."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.conditions import Recognition, Size
from bot.domain.data.models import Measure
from bot.domain.data.plain_name import plain_name
from bot.domain.eligibility.matching import FirmPlace, MeasureMatch, Unmet
from bot.i18n.translator import N_, Translator
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import mark
from bot.ui.formats import amount_text, date_text, sentence_case
from bot.ui.line_width import lines_of
from bot.ui.list_page import Entry
from bot.ui.measure_line import most_text
from cogs.match.wishes import SHORT_TITLES

_LINES: Final = (2, 3)
"""Of a result, if possible two: four of them fit a phone."""
_SOON: Final = 60
"""Days before an end in which its days are counted."""
_SIZES: Final[dict[Size, str]] = {
    "micro": N_("micro firms"),
    "small": N_("small firms"),
    "medium": N_("medium-sized firms"),
}
_PLACES: Final[dict[FirmPlace, str]] = {
    "park": N_("only in a park or cluster"),
    "lin-gang": N_("only in Lin-gang"),
}
_LIMITED: Final = {
    "staff": N_("staff of {amount}"),
    "revenue": N_("revenue of {amount}"),
    "age": N_("an age of {amount}"),
}
_LIMITS: Final = {
    ">=": N_("at least {amount}"),
    ">": N_("over {amount}"),
    "<=": N_("no more than {amount}"),
    "<": N_("below {amount}"),
}
_UNITS: Final = {"staff": "people", "revenue": "CNY", "age": "years"}


def entry_of(context: RenderContext, match: MeasureMatch) -> Entry:
    """Interest subsidy: **up to 30%**, then who gets it, until when, confidence."""
    tr, title = context.tr, context.tr.of(match.measure.title)
    amount = _amount(tr, match)
    name, ending = (plain_name(title), f"{tr.colon}**{amount}**") if amount else (title, "")
    line = _fitted(name, ending, list(_said(context, match)))
    return Entry(line, title, link_to(tr, "m", match.measure.id))


def _fitted(name: str, ending: str, said: Sequence[tuple[str, ...]]) -> str:
    """With the most of what is said that two lines take, else three; no word is cut."""
    flowing = name
    for facts in said:  # who gets it matters more than a line
        for most in _LINES:
            flowing, broken = (f"{name}{ending}{mark}{' · '.join(facts)}" for mark in (" · ", "\n"))
            if lines_of([f"00 {flowing}"]) == 1:
                return flowing
            for line in (broken, flowing):
                if lines_of([f"00 {line}"]) <= most:
                    return line
    return flowing


def _said(context: RenderContext, match: MeasureMatch) -> Iterator[tuple[str, ...]]:
    """What is missing or who gets it, with the other facts; then with less and less of it."""
    tr = context.tr
    unknown, until, *sure = _facts(context, match)
    lacks = tuple(unmet_text(tr, unmet) for unmet in match.unmet)
    who = _who(tr, match.measure)
    short = re.split("[;；，]|, ", who)[0]
    for whose in [lacks] if lacks else dict.fromkeys(((who,), (short,))):
        for facts in (unknown, until), (until,), ():
            yield tuple(filter(None, (*whose, *facts, *sure)))


def _amount(tr: Translator, match: MeasureMatch) -> str:
    if match.figure is None:
        return ""
    amount = most_text(tr, match.measure, match.figure)
    return tr("{amount} in all", amount=amount) if match.worth == "total" else amount


def _facts(context: RenderContext, match: MeasureMatch) -> Iterator[str]:
    """Whether the amount is unknown, a far end (both may be empty), a near end, confidence."""
    tr, measure = context.tr, match.measure
    named = plain_name(tr.of(measure.title)) != tr.of(measure.title)
    stated = any(f.unit.startswith(("CNY", "percent")) for f in measure.figures)
    unknown = match.worth == "unknown" and measure.kind and not named and not stated
    yield tr("amount not stated") if unknown else ""
    ends = measure.validity.ends if measure.validity else None
    days = (ends - context.today).days if ends else None
    is_far = days is not None and days > _SOON
    yield tr("until {date}", date=date_text(tr.lang, ends)) if ends and is_far else ""
    if days is not None and not is_far:
        yield tr.many("ends in {number} day", "ends in {number} days", days)
    yield mark(tr, measure)


def _who(tr: Translator, measure: Measure) -> str:
    """Who gets it, in a few words."""
    conditions = measure.for_
    if said := (conditions and conditions.other) or measure.who:
        return sentence_case(tr.of(said))
    return tr("conditions not stated") if conditions and not conditions.stated else ""


def unmet_text(tr: Translator, unmet: Unmet) -> str:
    """What is missing: needs SRDI SME; needs revenue of over 20 million yuan."""
    match unmet.fact:
        case "title":
            return tr("needs {titles}", titles=_any_of(tr, SHORT_TITLES, unmet.wanted))
        case "size":
            return tr("only for {sizes}", sizes=_any_of(tr, _SIZES, unmet.wanted))
        case "place":
            return tr.list_comma.join(tr(_PLACES[p]) for p in _PLACES if p in unmet.wanted)
        case "staff" | "revenue" | "age" if unmet.limit:
            amount = amount_text(tr, unmet.limit.value, _UNITS[unmet.fact])
            bound = tr(_LIMITS[unmet.limit.op], amount=amount)
            said = tr(_LIMITED[unmet.fact], amount=bound)
            if not isinstance(unmet.has, float | int):
                return tr("needs {condition}", condition=said)
            own = amount_text(tr, unmet.has, _UNITS[unmet.fact])
            return tr("needs {condition} (yours: {own})", condition=said, own=own)
        case _:
            return ""


def _any_of(
    tr: Translator, names: dict[Recognition, str] | dict[Size, str], wanted: tuple[str, ...]
) -> str:
    return tr(" or ").join(tr(name) for key, name in names.items() if key in wanted)
