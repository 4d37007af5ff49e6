"""The answer of the check: the rung reached, what is missing for the next, what opens up."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Record
from bot.domain.eligibility.check import RungVerdict, Verdict, Verdicts
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.gaps import gap_of
from bot.domain.eligibility.ladder import find_tiers
from bot.domain.eligibility.unlocked_benefits import unlocked_measures
from bot.i18n.translator import Translator
from bot.ui.actions import action_id
from bot.ui.blocks import closing_line, fit, page_of, short_sources
from bot.ui.components import Component, Layout, button, container, row, text
from bot.ui.context import RenderContext
from bot.ui.pagination import Chapter, bind, sheet_line
from bot.ui.tiers import TIERS
from cogs.little_giant.check.cards.benefits import opening_chapters, opening_texts
from cogs.little_giant.check.cards.lines import (
    RESULTS,
    detail,
    headline,
    unanswered,
    verdict_entries,
)
from cogs.little_giant.check.cards.understood import problem_lines, understood
from cogs.little_giant.check.controls import VIEW, CheckResult, controls
from cogs.little_giant.check.questions import FORM_OF

_SHEET: Final = {"en": 2700, "zh": 1500}
_PROBLEMS, _UNDERSTOOD = 500, 300
_OPENING: Final = {"en": 560, "zh": 420}
"""Of each rung."""
_TEXT: Final = 3900


def check_card(context: RenderContext, checked: CheckResult) -> Layout:
    """The rung reached, each rung's state, what is missing for the next, what opens up."""
    tr = context.tr
    head = [tr("### Little giant check"), _caveat(tr, checked), *filter(None, [checked.notice])]
    head += problem_lines(tr, checked.problems)
    above = ["\n".join(head), "\n".join(_state(tr, checked.verdicts))]
    below = [
        *opening_texts(context, checked.verdicts, checked.answers.district, _OPENING[tr.lang]),
        understood(tr, checked.answers, _UNDERSTOOD),
        closing_line(context, records_of(context, checked)),
    ]
    missing = list(_missing(context, checked))
    room = _TEXT - sum(map(len, (*above, *below)))
    middle = [fit(missing, room, tr)] if missing else []
    *parts, end = [text(said) for said in (*above, *middle, *below) if said]
    return [container(*parts, *controls(tr, checked, "sum"), end)]


def pages_card(context: RenderContext, checked: CheckResult, view: str, page: int) -> Layout:
    """Every requirement with its source, or all that opens up, page by page."""
    tr = context.tr
    chapters = (
        opens_chapters(context, checked) if view == "opens" else all_chapters(context, checked)
    )
    sheets = bind(chapters, _SHEET[tr.lang], tr)
    (sheet,), number, pages = page_of(sheets, page, 1)
    heading = tr("### What each rung unlocks") if view == "opens" else tr("### Every requirement")
    head = [heading, _caveat(tr, checked), sheet_line(tr, number, pages)]
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        rules = checked.verdicts.rules

        def turn(label: str, to: int, *, off: bool) -> Component:
            return button(label, action_id(tr, VIEW, checked.key, view, rules, to), disabled=off)

        parts.append(
            row(
                turn(tr("Previous"), number - 1, off=number == 0),
                turn(tr("Next"), number + 1, off=number >= pages - 1),
            )
        )
    parts += controls(tr, checked, view)
    parts.append(text(closing_line(context, records_of(context, checked))))
    return [container(*parts)]


def records_of(context: RenderContext, checked: CheckResult) -> list[Record]:
    """The records that the answer rests on."""
    catalogue = context.release.catalogue
    rungs = checked.verdicts.rungs
    general = find_tiers(catalogue.dataset.tiers, "all", checked.verdicts.rules)
    rounds = [tier for rung in rungs for tier, _ in rung.rounds]
    measures = [m for rung in rungs for m in unlocked_measures(catalogue, rung.rung, context.today)]
    return [*(rung.tier for rung in rungs), *general, *rounds, *measures]


def check_head(context: RenderContext, checked: CheckResult) -> Iterator[str]:
    """What this is, and the state of each rung."""
    yield _caveat(context.tr, checked)
    yield from _state(context.tr, checked.verdicts)


def all_chapters(context: RenderContext, checked: CheckResult) -> Iterator[Chapter]:
    """Each rung's requirements with their results and sources; first what holds for all."""
    tr, verdicts = context.tr, checked.verdicts
    answers = checked.answers

    def entries(found: Sequence[Verdict]) -> tuple[str, ...]:
        return tuple(e for v in found for e in verdict_entries(context, v, answers))

    for rung in verdicts.rungs[:1]:
        if rung.general:
            yield Chapter(tr("For every rung"), entries(rung.general))
    if verdicts.rules == "2022":
        said = tr("The data has no general conditions for 2022; none are checked.")
        yield Chapter(tr("For every rung"), (f"- {said}",))
    for rung in verdicts.rungs:
        heading = f"{tr(TIERS[rung.rung])} · {tr(RESULTS[rung.result])}"
        yield Chapter(heading, entries(rung.requirements))
        for tier, found in rung.rounds:
            over = tr("(ended; no effect here)")
            ended = tier.ends is not None and tier.ends < context.today
            yield Chapter(f"{tr.of(tier.title)} {over if ended else ''}".strip(), entries(found))


def opens_chapters(context: RenderContext, checked: CheckResult) -> Iterator[Chapter]:
    """Measures and district awards of each rung."""
    yield from opening_chapters(context, checked.verdicts, checked.answers.district)


def _caveat(tr: Translator, checked: CheckResult) -> str:
    if checked.verdicts.rules == "2022":
        rules = tr("the superseded rules of 2022")
    else:
        rules = tr("the rules in force")
    return "-# " + tr(
        "Not a decision by an authority: your own figures compared with {rules}. "
        "Only you see this; it stays in memory until 15 minutes after your last form "
        "and is never stored.",
        rules=rules,
    )


def _state(tr: Translator, verdicts: Verdicts) -> Iterator[str]:
    reached = verdicts.reached
    if reached is None:
        yield tr("**Rung reached:** none that these answers show")
    elif reached.held:
        yield tr("**Rung reached:** {rung} (title held)", rung=tr(TIERS[reached.rung]))
    else:
        yield tr("**Rung reached:** {rung} (requirements)", rung=tr(TIERS[reached.rung]))
    for rung in verdicts.rungs:
        counts = tr(
            "{met} met, {not_met} not met, {unknown} cannot tell",
            met=len(rung.named("met")),
            not_met=len(rung.named("not-met")),
            unknown=len(rung.named("cannot-tell")),
        )
        line = f"- {tr(TIERS[rung.rung])} · **{tr(RESULTS[rung.result])}** · {counts}"
        if rung.left_to_others:
            line += " · " + tr("only reviewers' judgement is left")
        yield line


def _missing(context: RenderContext, checked: CheckResult) -> Iterator[str]:
    """What keeps the firm from the next rung; then what is not known, by the form that asks it."""
    rung = checked.verdicts.next
    if rung is None:
        return
    tr, answers = context.tr, checked.answers
    failed = rung.named("not-met")
    left = rung.named("cannot-tell")
    # Below the threshold, and only an exemption that is not known could lift it.
    short = [v for v in left if gap_of(v, answers)]
    if failed or short:
        yield tr("**{rung}: what is missing**", rung=tr(TIERS[rung.rung]))
    for verdict in (*failed, *short):
        yield from _short_lines(context, verdict, answers)
    yield from _open_points(tr, rung, [v for v in left if v not in short], answers)


def _short_lines(context: RenderContext, verdict: Verdict, answers: Answers) -> Iterator[str]:
    tr = context.tr
    cited = short_sources(context, context.release.catalogue.named(verdict.criterion.sources), 1)
    said = detail(tr, verdict, answers)
    lines = [f"- {headline(tr, verdict)}{tr.colon if said else ''}{said}"]
    lines += (
        f"  - {tr.of(part.criterion.name)}{tr.colon}{detail(tr, part, answers)}"
        for part in verdict.parts
    )
    yield "\n".join([*lines, f"  -# {cited}"])


def _open_points(
    tr: Translator, rung: RungVerdict, left: Sequence[Verdict], answers: Answers
) -> Iterator[str]:
    name = tr(TIERS[rung.rung])
    forms: dict[int, list[Verdict]] = {}
    others: list[Verdict] = []
    for verdict in left:
        wants = unanswered(verdict, answers)
        if verdict.why not in ("judged", "unseen") and wants:
            forms.setdefault(FORM_OF[wants[0]], []).append(verdict)
        else:
            others.append(verdict)
    if forms:
        yield tr("**{rung}: cannot tell yet**", rung=name)
    for number in sorted(forms):
        names = _listed(tr, forms[number])
        yield "- " + tr("Form {number} asks for: {names}", number=number + 1, names=names)
    if others:
        yield tr(
            "**Not decided by any answer** (judged by reviewers, or not stated by "
            "the sources): {names}",
            names=_listed(tr, others),
        )


def _listed(tr: Translator, verdicts: Sequence[Verdict]) -> str:
    return tr.list_comma.join(tr.of(v.criterion.name) for v in verdicts)
