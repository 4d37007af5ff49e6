"""The pages behind the answer: all requirements, what opens, what to file."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.domain.data.models import Measure, Record
from bot.domain.eligibility.comparison import Result
from bot.ui.blocks import page_of
from bot.ui.components import Layout, button, card
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.evidence import list_evidence, mark
from bot.ui.line_width import pages_of
from bot.ui.list_page import room, with_page_number
from bot.ui.tiers import TIERS
from cogs.little_giant.check.cards.benefits import opening_entries, opening_records
from cogs.little_giant.check.cards.lines import RESULTS, requirement_lines
from cogs.little_giant.check.cards.result import round_line, tier_heading
from cogs.little_giant.check.cards.shortfalls import presumed_line
from cogs.little_giant.check.controls import EXPORT, CheckPage, CheckResult, form_button_id, view_id

_ORDER: Final[tuple[Result, ...]] = ("not-met", "cannot-tell", "met")


def page_card(context: RenderContext, checked: CheckResult, page: CheckPage, number: int) -> Layout:
    """A page of one of them, with *Back* to the answer."""
    tr = context.tr
    head, entries, records = _content(context, checked, page)
    title, foot = f"### {head}", f"-# {list_evidence(context, records)}"
    sheets = pages_of(entries, room(tr, title, small=foot))
    (sheet,), number, pages = page_of(sheets, number, 1)
    buttons = [button(tr("Back"), view_id(tr, checked, "s"))]
    if pages > 1:
        before, after = number - 1, number + 1
        buttons += [
            button(
                tr("Previous"), view_id(tr, checked, page, max(before, 0), "p"), disabled=before < 0
            ),
            button(tr("Next"), view_id(tr, checked, page, after, "n"), disabled=after >= pages),
        ]
    if page == "o" and checked.answers.place is None:
        buttons.append(button(tr("Your district"), form_button_id(tr, checked, 0)))
    if page == "a":
        file = action_id(tr, EXPORT, checked.token, *checked.place)
        buttons.append(button(tr("As a file"), file))
    return card([title, *sheet, with_page_number(tr, foot, number, pages)], buttons)


def _content(
    context: RenderContext, checked: CheckResult, page: CheckPage
) -> tuple[str, Sequence[str], Sequence[Record]]:
    """The heading, the entries, and the records that they are from."""
    tr, name = context.tr, context.tr(TIERS[checked.tier_name])
    if page == "o":
        entries = opening_entries(context, checked) or [tr("No measure and no award is recorded.")]
        return tr("Benefits: {tier}", tier=name), entries, [*opening_records(context, checked)]
    if page == "f":
        found = context.release.catalogue.procedures(checked.tier_name, "filing")
        entries = [*filter(None, [round_line(context, checked)]), *_filing(context, found)]
        none = tr("The sources do not say what to file.")
        return tr("What to file: {tier}", tier=name), entries or [none], found
    entries = list(_requirements(context, checked))
    return tier_heading(tr, checked), entries, [checked.summary.tier]


def _requirements(context: RenderContext, checked: CheckResult) -> Iterator[str]:
    """Each requirement with its result: what is not met first, what is met last."""
    tr = context.tr
    of_tier = checked.verdicts.at(checked.tier_name)
    if checked.verdicts.rules == "2022":
        yield tr("The data has no general conditions for 2022; none are checked.")
    for result in _ORDER:
        found = [v for v in of_tier.named(result) if v.why != "presumed"]
        lines = [line for v in found for line in requirement_lines(tr, v, checked.answers)]
        if lines:
            yield f"**{tr(RESULTS[result])}**\n{lines[0]}"
            yield from lines[1:]
    if presumed := presumed_line(tr, checked.summary):
        yield presumed


def _filing(context: RenderContext, records: Iterable[Measure]) -> Iterator[str]:
    tr = context.tr
    for record in records:
        first, *further = (f"- {tr.of(step)}" for step in record.apply or (record.summary,))
        yield f"**{tr.of(record.title)}** · {mark(tr, record)}\n{first}"
        yield from further
