"""The answer of the check: the rung reached, what is missing for the next, what opens up."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Record
from bot.domain.eligibility.check import RungVerdict, Verdict, Verdicts
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.gaps import gap_of
from bot.domain.eligibility.ladder import find_tiers
from bot.domain.eligibility.unlocked_benefits import opened
from bot.i18n.translator import Words
from bot.ui.actions import act_to
from bot.ui.blocks import closing_line, fit, page_of, short_sources
from bot.ui.components import Component, Layout, button, container, row, text
from bot.ui.context import Scene
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
from cogs.little_giant.check.controls import VIEW, Checked, controls
from cogs.little_giant.check.questions import FORM_OF

_SHEET: Final = {"en": 2700, "zh": 1500}
_PROBLEMS, _UNDERSTOOD = 500, 300
_OPENING: Final = {"en": 560, "zh": 420}
"""Of each rung."""
_TEXT: Final = 3900


def check_card(scene: Scene, checked: Checked) -> Layout:
    """The rung reached, each rung's state, what is missing for the next, what opens up."""
    words = scene.words
    head = [
        words("### Little giant check"),
        _caveat(words, checked),
        *filter(None, [checked.notice]),
    ]
    head += problem_lines(words, checked.problems)
    above = ["\n".join(head), "\n".join(_state(words, checked.verdicts))]
    below = [
        *opening_texts(scene, checked.verdicts, checked.answers.district, _OPENING[words.lang]),
        understood(words, checked.answers, _UNDERSTOOD),
        closing_line(scene, records_of(scene, checked)),
    ]
    missing = list(_missing(scene, checked))
    room = _TEXT - sum(map(len, (*above, *below)))
    middle = [fit(missing, room, words)] if missing else []
    *parts, end = [text(said) for said in (*above, *middle, *below) if said]
    return [container(*parts, *controls(words, checked, "sum"), end)]


def pages_card(scene: Scene, checked: Checked, view: str, page: int) -> Layout:
    """Every requirement with its source, or all that opens up, page by page."""
    words = scene.words
    chapters = opens_chapters(scene, checked) if view == "opens" else all_chapters(scene, checked)
    sheets = bind(chapters, _SHEET[words.lang], words)
    (sheet,), number, pages = page_of(sheets, page, 1)
    heading = (
        words("### What the rungs open") if view == "opens" else words("### Every requirement")
    )
    head = [heading, _caveat(words, checked), sheet_line(words, number, pages)]
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        rules = checked.verdicts.rules

        def turn(label: str, to: int, *, off: bool) -> Component:
            return button(label, act_to(words, VIEW, checked.key, view, rules, to), disabled=off)

        parts.append(
            row(
                turn(words("Previous"), number - 1, off=number == 0),
                turn(words("Next"), number + 1, off=number >= pages - 1),
            )
        )
    parts += controls(words, checked, view)
    parts.append(text(closing_line(scene, records_of(scene, checked))))
    return [container(*parts)]


def records_of(scene: Scene, checked: Checked) -> list[Record]:
    """The records that the answer rests on."""
    catalogue = scene.release.catalogue
    rungs = checked.verdicts.rungs
    general = find_tiers(catalogue.dataset.tiers, "all", checked.verdicts.rules)
    rounds = [tier for rung in rungs for tier, _ in rung.rounds]
    measures = [m for rung in rungs for m in opened(catalogue, rung.rung, scene.today)]
    return [*(rung.tier for rung in rungs), *general, *rounds, *measures]


def check_head(scene: Scene, checked: Checked) -> Iterator[str]:
    """What this is, and the state of each rung."""
    yield _caveat(scene.words, checked)
    yield from _state(scene.words, checked.verdicts)


def all_chapters(scene: Scene, checked: Checked) -> Iterator[Chapter]:
    """Each rung's requirements with their results and sources; first what holds for all."""
    words, verdicts = scene.words, checked.verdicts
    answers = checked.answers

    def entries(found: Sequence[Verdict]) -> tuple[str, ...]:
        return tuple(e for v in found for e in verdict_entries(scene, v, answers))

    for rung in verdicts.rungs[:1]:
        if rung.general:
            yield Chapter(words("For every rung"), entries(rung.general))
    if verdicts.rules == "2022":
        said = words("The data holds no general conditions of 2022; none are tested.")
        yield Chapter(words("For every rung"), (f"- {said}",))
    for rung in verdicts.rungs:
        heading = f"{words(TIERS[rung.rung])} · {words(RESULTS[rung.result])}"
        yield Chapter(heading, entries(rung.requirements))
        for tier, found in rung.rounds:
            over = words("(over; decides nothing here)")
            ended = tier.ends is not None and tier.ends < scene.today
            yield Chapter(f"{words.of(tier.title)} {over if ended else ''}".strip(), entries(found))


def opens_chapters(scene: Scene, checked: Checked) -> Iterator[Chapter]:
    """Measures and district awards of each rung."""
    yield from opening_chapters(scene, checked.verdicts, checked.answers.district)


def _caveat(words: Words, checked: Checked) -> str:
    if checked.verdicts.rules == "2022":
        rules = words("the superseded rules of 2022")
    else:
        rules = words("the rules in force")
    return "-# " + words(
        "No decision of an authority: your own figures held against {rules}. Only you see this; "
        "it stays in memory until 15 minutes after your last form and is never stored.",
        rules=rules,
    )


def _state(words: Words, verdicts: Verdicts) -> Iterator[str]:
    reached = verdicts.reached
    if reached is None:
        yield words("**Rung reached:** none that these answers show")
    elif reached.held:
        yield words("**Rung reached:** {rung} (title held)", rung=words(TIERS[reached.rung]))
    else:
        yield words("**Rung reached:** {rung} (requirements)", rung=words(TIERS[reached.rung]))
    for rung in verdicts.rungs:
        counts = words(
            "{met} met, {not_met} not met, {unknown} cannot tell",
            met=len(rung.named("met")),
            not_met=len(rung.named("not-met")),
            unknown=len(rung.named("cannot-tell")),
        )
        line = f"- {words(TIERS[rung.rung])} · **{words(RESULTS[rung.result])}** · {counts}"
        if rung.left_to_others:
            line += " · " + words("only reviewers' judgement is left")
        yield line


def _missing(scene: Scene, checked: Checked) -> Iterator[str]:
    """What keeps the firm from the next rung; then what is not known, by the form that asks it."""
    rung = checked.verdicts.next
    if rung is None:
        return
    words, answers = scene.words, checked.answers
    failed = rung.named("not-met")
    left = rung.named("cannot-tell")
    # Below the threshold, and only an exemption that is not known could lift it.
    short = [v for v in left if gap_of(v, answers)]
    if failed or short:
        yield words("**{rung}: what is missing**", rung=words(TIERS[rung.rung]))
    for verdict in (*failed, *short):
        yield from _short_lines(scene, verdict, answers)
    yield from _open_points(words, rung, [v for v in left if v not in short], answers)


def _short_lines(scene: Scene, verdict: Verdict, answers: Answers) -> Iterator[str]:
    words = scene.words
    colon = "：" if words.lang == "zh" else ": "
    cited = short_sources(scene, scene.release.catalogue.named(verdict.criterion.sources), 1)
    said = detail(words, verdict, answers)
    lines = [f"- {headline(words, verdict)}{colon if said else ''}{said}"]
    lines += (
        f"  - {words.of(part.criterion.name)}{colon}{detail(words, part, answers)}"
        for part in verdict.parts
    )
    yield "\n".join([*lines, f"  -# {cited}"])


def _open_points(
    words: Words, rung: RungVerdict, left: Sequence[Verdict], answers: Answers
) -> Iterator[str]:
    name = words(TIERS[rung.rung])
    forms: dict[int, list[Verdict]] = {}
    others: list[Verdict] = []
    for verdict in left:
        wants = unanswered(verdict, answers)
        if verdict.why not in ("judged", "unseen") and wants:
            forms.setdefault(FORM_OF[wants[0]], []).append(verdict)
        else:
            others.append(verdict)
    if forms:
        yield words("**{rung}: cannot tell yet**", rung=name)
    for number in sorted(forms):
        names = _listed(words, forms[number])
        yield "- " + words("Form {number} asks for: {names}", number=number + 1, names=names)
    if others:
        yield words(
            "**No answer can settle** (reviewers judge, or the sources do not say): {names}",
            names=_listed(words, others),
        )


def _listed(words: Words, verdicts: Sequence[Verdict]) -> str:
    return ("、" if words.lang == "zh" else ", ").join(words.of(v.criterion.name) for v in verdicts)
