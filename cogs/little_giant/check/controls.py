"""The buttons under the answer of the check, and what they carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.eligibility.check import Verdicts
from bot.domain.eligibility.firm import Answers
from bot.i18n.translator import Translator
from bot.ui.actions import action_id
from bot.ui.blocks import closing_line
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import RenderContext
from cogs.little_giant.check.answers import Problem
from cogs.little_giant.check.questions import FORM_OF, FORMS

OPEN: Final = "kf"
"""The act that opens a form: key of the session (or nothing), number of the form."""
VIEW: Final = "kv"
"""The act that turns the answer: key, view, rules, page."""
FILE: Final = "kx"
"""The act that gives a file: key, rules."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One person's answers and what they come to."""

    key: str
    answers: Answers
    verdicts: Verdicts
    problems: Sequence[Problem] = ()
    sent: frozenset[int] = frozenset()
    """Forms that were sent, by number from 0."""
    notice: str = ""
    """What the person must know first."""


def lost_card(context: RenderContext, said: str) -> Layout:
    """That there are no answers any more, or not for this person, and how to begin again."""
    tr = context.tr
    return [
        container(
            text(said),
            row(button(tr("Start over"), action_id(tr, OPEN, "", 0), style=1)),
            text(closing_line(context, ())),
        )
    ]


def controls(tr: Translator, checked: CheckResult, view: str) -> list[Component]:
    """More, Again, the file; the views and the other rules; every form by name."""
    key, rules = checked.key, checked.verdicts.rules
    wrong = [FORM_OF[p.question.key] for p in checked.problems]
    unsent = [n for n in range(len(FORMS)) if n not in checked.sent]
    first: list[Component] = []
    if wrong:
        first.append(button(tr("Correct"), action_id(tr, OPEN, key, wrong[0], "c"), style=1))
    if unsent:
        style = 2 if wrong else 1
        first.append(button(tr("More"), action_id(tr, OPEN, key, unsent[0]), style=style))
    first.append(button(tr("Again"), action_id(tr, OPEN, key, 0, "a")))
    first.append(button(tr("As a file"), action_id(tr, FILE, key, rules)))
    other = "current" if rules == "2022" else "2022"
    label = tr("Current rules") if rules == "2022" else tr("Rules of 2022")
    views = (
        ("sum", tr("Result")),
        ("all", tr("Every requirement")),
        ("opens", tr("What it unlocks")),
    )
    second = [
        button(said, action_id(tr, VIEW, key, name, rules, 0, "t"), disabled=name == view)
        for name, said in views
    ]
    second.append(button(label, action_id(tr, VIEW, key, view, other, 0, "t")))
    forms = [
        (
            tr("Form {number}: {heading}", number=n + 1, heading=tr(form.heading)),
            action_id(tr, OPEN, key, n, "s"),
            False,
        )
        for n, form in enumerate(FORMS)
    ]
    return [row(*first), row(*second), row(select("s|k", tr("Fill in or change a form"), forms))]
