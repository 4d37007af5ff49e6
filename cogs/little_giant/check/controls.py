"""The buttons under the answer of the check, and what they carry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.domain.eligibility.check import Verdicts
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.tier_summary import TierSummary, sum_up
from bot.domain.eligibility.tiers import TierName
from bot.i18n.translator import N_, Translator
from bot.ui.components import Component, SelectOption, button, select
from bot.ui.custom_ids import action_id
from bot.ui.tiers import TIERS
from cogs.little_giant.check.answers import Problem
from cogs.little_giant.check.questions import FORM_OF, FORMS

CheckPage: TypeAlias = Literal["s", "a", "o", "f"]
"""The result, all requirements, what opens, what to file."""

OPEN_FORM: Final = "kf"
"""The act that opens a form: token (or nothing), number of the form, tier, rules."""
SHOW_PAGE: Final = "kv"
"""The act that shows a page: token, page, tier, rules, number."""
EXPORT: Final = "kx"
"""The act that gives a file: token, tier, rules."""

TIER_CODES: Final[Mapping[str, TierName]] = {
    "i": "innovative",
    "s": "specialised",
    "l": "little-giant",
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One person's answers and what they come to."""

    token: str
    """The answers as buttons carry them."""
    answers: Answers
    verdicts: Verdicts
    tier_name: TierName
    """The tier that is looked at."""
    problems: Sequence[Problem] = ()
    sent: frozenset[int] = frozenset()
    """Forms that were sent, by number from 0."""
    notice: str = ""
    """What the person must know first."""

    @property
    def summary(self) -> TierSummary:
        """The tier that is looked at."""
        return self.summary_of(self.tier_name)

    def summary_of(self, tier_name: TierName) -> TierSummary:
        """A tier in short."""
        return sum_up(self.verdicts.at(tier_name), self.answers)

    @property
    def place(self) -> tuple[str, str]:
        """The tier and the rules, as custom ids carry them."""
        code = next(code for code, tier_name in TIER_CODES.items() if tier_name == self.tier_name)
        return code, "2" if self.verdicts.rules == "2022" else "c"

    @property
    def blank(self) -> bool:
        """Whether nothing that decides anything was stated."""
        return not (self.answers.numbers or self.answers.facts or self.answers.title)

    @property
    def next_form(self) -> int | None:
        """The form that was not sent and decides most, by number; None if none would."""
        if self.blank:
            return 0
        asked = [*self.summary.asks]
        asked += [a for f in self.summary.failed if not f.final for a in f.asks]
        counts = [sum(FORM_OF[key] == n for key in set(asked)) for n in range(len(FORMS))]
        unsent = [n for n in range(len(FORMS)) if n not in self.sent and counts[n]]
        return max(unsent, key=lambda n: (counts[n], -n), default=None)


def view_id(
    tr: Translator, checked: CheckResult, page: CheckPage, number: int = 0, place: str = "b"
) -> str:
    """The custom id of a button that shows a page of the same answers."""
    return action_id(tr, SHOW_PAGE, checked.token, page, *checked.place, number, place)


def form_button_id(tr: Translator, checked: CheckResult, form: int, place: str = "b") -> str:
    """The custom id of a button that opens a form; `place` tells it from others that do."""
    return action_id(tr, OPEN_FORM, checked.token, form, *checked.place, place)


def result_controls(
    tr: Translator, checked: CheckResult, opens: int
) -> tuple[Sequence[Component], ...]:
    """The next step in blue, the pages, and a drop-down with the forms and the other tiers."""
    short, every = checked.summary, len(checked.verdicts.at(checked.tier_name).deciding)
    wrong = [FORM_OF[p.question.key] for p in checked.problems]
    pages = {
        "f": (tr("What to file"), view_id(tr, checked, "f")),
        "o": (tr("Benefits ({number})", number=opens), view_id(tr, checked, "o")),
        "a": (tr("All {number}", number=every), view_id(tr, checked, "a")),
    }
    form = wrong[0] if wrong else checked.next_form
    if form is not None:
        label = tr("Correct") if wrong else tr("Fill in") if checked.blank else tr("More")
        first = (label, form_button_id(tr, checked, form))
    else:
        first = pages.pop("o" if short.held or short.failed else "f")
    if form is not None or short.held:  # filing comes after the last form, and before the title
        pages.pop("f", None)
    buttons = [button(*first, style=1), *(button(*page) for page in pages.values())]
    return buttons, [select("s|k", tr("Change answers, other titles"), _choices(tr, checked))]


def state(tr: Translator, short: TierSummary) -> str:
    """A tier in a few words, the answer first: title held, yes, no, not decided yet."""
    match short.outcome:
        case "held":
            return tr("title held")
        case "no":
            return tr.many(
                "no, {number} requirement not met",
                "no, {number} requirements not met",
                len(short.lacking),
            )
        case "yes" if short.left:
            return tr.many(
                "yes, {number} left for reviewers",
                "yes, {number} left for reviewers",
                len(short.left),
            )
        case "yes":
            return tr("yes")
        case "open":
            return tr("not decided yet")


def _choices(tr: Translator, checked: CheckResult) -> Iterator[SelectOption]:
    _, rules = checked.place
    for n, form in enumerate(FORMS):
        label = N_("Change answers: {heading}") if n in checked.sent else N_("Fill in: {heading}")
        yield tr(label, heading=tr(form.heading)), form_button_id(tr, checked, n, "s"), False
    known = {each.tier_name for each in checked.verdicts.tiers}
    for code, tier_name in TIER_CODES.items():
        if tier_name != checked.tier_name and tier_name in known:
            said = f"{tr(TIERS[tier_name])}{tr.colon}{state(tr, checked.summary_of(tier_name))}"
            yield said, action_id(tr, SHOW_PAGE, checked.token, "s", code, rules, 0, "s"), False
    code, _ = checked.place
    other, label = ("c", tr("Current rules")) if rules == "2" else ("2", tr("Rules of 2022"))
    yield label, action_id(tr, SHOW_PAGE, checked.token, "s", code, other, 0, "s"), False
