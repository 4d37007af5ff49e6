"""The questions of the check, in the order of how much they decide, five to a form at most.

The first three forms decide all of the highest tier that figures can decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, Literal, TypeAlias

from bot.domain.data.firm_values import FirmNumber
from bot.domain.eligibility.firm import FORMAL, FORMALITIES, REST, TICKS
from bot.i18n.translator import N_
from bot.ui.tiers import TIERS

QuestionKind: TypeAlias = Literal["text", "radio", "bands", "ticks", "district"]
"""bands: a radio group whose options are the bands of a scored item in the data."""

UNKNOWN: Final = "unknown"
"""Ticked in a radio group: the person does not know."""


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """One part of a form. Its label has at most 45 characters, its hint 100."""

    key: str
    label: str
    hint: str
    kind: QuestionKind = "text"
    unit: str = ""
    """Of the number that is typed."""
    low: float = 0
    high: float = inf
    options: tuple[tuple[str, str], ...] = ()
    """(value, label) of a radio group or of boxes to tick."""
    bands: FirmNumber | None = None
    """The number whose bands in the data are the options."""


@dataclass(frozen=True, slots=True)
class CheckForm:
    """At most five questions under a heading."""

    heading: str
    questions: tuple[CheckQuestion, ...]


_MONEY: Final = N_("Yuan, in any usual form: 5000万, 50m, 5,000,000. Blank: don't know")
_PERCENT: Final = N_("In percent, such as 2.4. Blank: don't know")
_COUNT: Final = N_("A number. Blank: don't know")
_TICK: Final = N_("Unticked: don't know, unless you tick the last line")
_BEST: Final = N_("The best one that you have; it gives points for the base tier")
_FIELD: Final = N_("It gives points for the base tier")
_USUAL: Final = N_("Most firms tick nothing here; what is left unticked is presumed not to apply")
_NONE: Final = N_("None of the above")

_TITLE: Final = (
    ("none", N_("None yet")),
    ("innovative", N_("Innovative SME or technology-based SME")),
    ("specialised", TIERS["specialised"]),
    ("little-giant", TIERS["little-giant"]),
)
_FORMAL: Final = (
    N_("Not lawfully established in mainland China"),
    N_("Above the national SME size standard"),
    N_("On the list of abnormal operation or serious dishonesty"),
    N_("Product is banned, restricted or to be eliminated"),
    N_("Serious incident or breach in the last three years"),
    N_("Already an MIIT manufacturing champion"),
    N_("Controlling relation with a little giant"),
    N_("Another firm of the group makes a similar main product"),
    N_("Lacks coded audit reports of the last three years"),
)
_HONOURS: Final = (
    N_("Valid high-tech enterprise"),
    N_("National innovation or IP demonstration or advantage firm"),
    N_("Recognised R&D body, provincial or ministerial or above"),
    N_("In-house or joint R&D body"),
    N_("Led a standard, among the first five, last five years"),
    N_("Own brand"),
    N_("A core business runs on an information system"),
    N_("Management system or product certification"),
)
_PRIZES: Final = (
    N_("National, first three winners, last three years"),
    N_("National, first five winners, last three years"),
    N_("National, any place, last three years"),
    N_("National, first three winners, four or five years ago"),
    N_("Provincial, first three winners, last three years"),
    N_("Provincial, any place, last three years"),
)


def _money(key: str, label: str) -> CheckQuestion:
    return CheckQuestion(key, label, _MONEY, unit="CNY")


def _percent(key: str, label: str, low: float = 0, high: float = 100) -> CheckQuestion:
    return CheckQuestion(key, label, _PERCENT, unit="percent", low=low, high=high)


def _count(key: str, label: str, unit: str, low: float = 0, high: float = inf) -> CheckQuestion:
    return CheckQuestion(key, label, _COUNT, unit=unit, low=low, high=high)


def _ticks(key: str, label: str, labels: tuple[str, ...]) -> CheckQuestion:
    boxes = (*zip(TICKS[key], labels, strict=True), (REST, _NONE))
    return CheckQuestion(key, label, _TICK, "ticks", options=boxes)


FORMS: Final[tuple[CheckForm, ...]] = (
    CheckForm(
        N_("Title, district, revenue, R&D, rights"),
        (
            CheckQuestion(
                "title",
                N_("Highest valid title"),
                N_("A higher title counts as including those below it"),
                "radio",
                options=_TITLE,
            ),
            CheckQuestion(
                "district", N_("District"), N_("For the awards of that district"), "district"
            ),
            _money("revenue", N_("Revenue last year")),
            _money("rd", N_("R&D spend last year")),
            _count("rights", N_("Class I rights tied to the main product"), "rights"),
        ),
    ),
    CheckForm(
        N_("Years in the market, earlier years, main business"),
        (
            _count("years", N_("Years in the niche market"), "years", high=300),
            _money("revenue1", N_("Revenue the year before last")),
            _money("revenue2", N_("Revenue three years ago")),
            _money("rd1", N_("R&D spend the year before last")),
            _percent("main_share", N_("Main business as a share of revenue")),
        ),
    ),
    CheckForm(
        N_("Debt, market, score, equity"),
        (
            _percent("debt", N_("Debt ratio at the end of last year"), high=10_000),
            _percent("market_share", N_("Share of the niche market")),
            _count("rank", N_("Domestic rank of the main product"), "rank", low=1),
            _count("score", N_("SRDI evaluation score, this year"), "points", high=100),
            _money("equity2", N_("New institutional equity, last two years")),
        ),
    ),
    CheckForm(
        N_("Formalities, other titles, prizes"),
        (
            CheckQuestion(
                FORMAL,
                N_("Tick what is true of your firm"),
                _USUAL,
                "ticks",
                options=tuple(zip(FORMALITIES, _FORMAL, strict=True)),
            ),
            _ticks("honours", N_("Your firm has"), _HONOURS),
            _ticks("prizes", N_("Science prizes"), _PRIZES),
            _money("equity3", N_("New institutional equity, last three years")),
        ),
    ),
    CheckForm(
        N_("The base tier: points and size"),
        (
            CheckQuestion(
                "ip", N_("Best right tied to the main product"), _BEST, "bands", bands="best-right"
            ),
            CheckQuestion("field", N_("Field of the main product"), _FIELD, "bands", bands="field"),
            _percent("main_growth", N_("Growth of main business last year"), -100, 100_000),
            _count("staff", N_("Staff"), "people"),
            _money("assets", N_("Total assets")),
        ),
    ),
    CheckForm(
        N_("Technology-based SME score; rules of 2022"),
        (
            CheckQuestion(
                "t_score",
                N_("Technology-based SME score"),
                N_("Only if it includes points for technical staff. Blank: don't know"),
                unit="points",
                high=100,
            ),
            _percent("main_growth2", N_("Main-business growth, 2-year average"), -100, 100_000),
            _percent("rd_staff", N_("R&D staff as a share of all staff")),
            _count("contest", N_("Place in the Maker in China contest"), "rank", low=1),
        ),
    ),
)

QUESTIONS: Final[Mapping[str, CheckQuestion]] = {q.key: q for f in FORMS for q in f.questions}
FORM_OF: Final[Mapping[str, int]] = {q.key: i for i, f in enumerate(FORMS) for q in f.questions}
"""The number of the form, from 0, that asks a question."""
