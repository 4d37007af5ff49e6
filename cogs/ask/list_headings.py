"""The headings of lists: what is compared, what the check comes to, how many there are."""

from datetime import date

from bot.domain.answers.answer import AnswerCard
from bot.domain.data.models import Measure, Package, Record, Term, Tier
from bot.ui.context import RenderContext
from bot.ui.formats import date_text, figure_text, partial_date_text
from cogs.ask.awards import award_heading
from cogs.ask.headings import existence, pair_heading, totals
from cogs.ask.titles import contact_text, short_title
from cogs.ask.verdicts import verdict_heading
from cogs.ask.zone_lists import kinds_of_zones


def list_heading(context: RenderContext, card: AnswerCard) -> str:
    """What the list is about; "" where each line names it already."""
    tr = context.tr
    if card.kind == "award-districts":
        return award_heading(context, card)
    if card.kind == "years":
        dated = ((f, partial_date_text(tr.lang, f.as_of or "")) for f in totals(card))
        return "### " + " → ".join(figure_text(tr, f) + tr.brackets(day) for f, day in dated)
    if card.pair and card.kind == "pairs":
        return f"{pair_heading(tr, card.pair)}\n**{_sides(context, card)}**"
    if card.pair:
        return pair_heading(tr, card.pair, [short_title(context, r) for r in card.records])
    if card.kind in ("check", "titles"):
        return verdict_heading(context, card)
    if all(line.is_not_stated for line in card.lines):
        titles = tr.list_comma.join(short_title(context, r) for r in card.records)
        return tr("### Not stated: {title}", title=titles)
    title = _both(context, card) if card.exists == "both" else _title(context, card)
    return title and existence(tr, card, title)


def _title(context: RenderContext, card: AnswerCard) -> str:
    """What the list is about; "" where each line names it already."""
    tr, number, title = context.tr, len(card.records) + card.more, ""
    match card.kind:
        case "pairs":
            title = _sides(context, card)
        case "zones":
            title = " · ".join(kinds_of_zones(tr, card))
        case "matches":
            title = tr.many(
                "{number} kind of support for your firm",
                "{number} kinds of support for your firm",
                number,
            )
        case "ending":
            last = date_text(tr.lang, max(map(_ends, card.records)))
            title = tr("Measures that end by {date}: {number}", date=last, number=number)
        case "requirements" if len(card.records) == 1:
            title = tr.of(card.lines[0].record.title)
        case "difference" if isinstance(card.record, Package):
            told = (tr.of(a.text) for a in card.record.answers if a.about == "names")
            title = "\n".join(told) or tr("Two separate packages")
        case "difference" if card.asks == "same":
            title = tr("Not the same: separate items")
        case "members":
            of = short_title(context, card.record)
            title = tr("{title}: {number} items known, unnumbered", title=of, number=number)
        case "records":
            counted = tr.many("{number} measure", "{number} measures", number)
            title = contact_text(tr, card.lines[0]) or counted
        case _:
            pass
    return title


def _both(context: RenderContext, card: AnswerCard) -> str:
    """The two amounts of which it is asked which is right."""
    low, high = (figure_text(context.tr, f) for f in card.figures[:2])
    return context.tr("{low} and {high}", low=low, high=high)


def _sides(context: RenderContext, card: AnswerCard) -> str:
    """The two titles, or the rules of two years, in the order of the numbers below."""
    old, new = card.record, card.lines[0].record
    if isinstance(old, Tier) and isinstance(new, Tier) and old.rules == "2022" and new.starts:
        years, one = f"2022 → {new.starts.year}", len(card.records) == 1
        return context.tr.labelled(short_title(context, new), years) if one else years
    return " · ".join(short_title(context, r) for r in (old, new))


def _ends(record: Record | Term) -> date:
    """When a measure ends; the first day there is for anything else."""
    validity = record.validity if isinstance(record, Measure) else None
    return (validity and validity.ends) or date.min
