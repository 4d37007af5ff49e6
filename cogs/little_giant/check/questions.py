"""The questions of the check, in the order of how much they decide, five to a form at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, Literal, TypeAlias

from bot.domain.eligibility.firm import REST, TICKS
from bot.i18n.translator import mark

Kind: TypeAlias = Literal["text", "radio", "bands", "ticks", "district"]
"""bands: a radio group whose options are the bands of a scored item in the data."""

UNKNOWN: Final = "unknown"
"""Ticked in a radio group: the person does not know."""


@dataclass(frozen=True, slots=True)
class Question:
    """One part of a form. Its label has at most 45 characters, its hint 100."""

    key: str
    label: str
    hint: str
    kind: Kind = "text"
    unit: str = ""
    """Of the number that is typed."""
    low: float = 0
    high: float = inf
    options: tuple[tuple[str, str], ...] = ()
    """(value, label) of a radio group or of boxes to tick."""
    bands: str = ""
    """The criterion whose bands are the options."""


@dataclass(frozen=True, slots=True)
class Form:
    """At most five questions under a heading."""

    heading: str
    questions: tuple[Question, ...]


_MONEY: Final = mark("Yuan, in any usual form: 5000万, 50m, 5,000,000. Blank: don't know")
_PERCENT: Final = mark("In percent, such as 2.4. Blank: don't know")
_COUNT: Final = mark("A number. Blank: don't know")
_TICK: Final = mark("Unticked: don't know, unless you tick the last line")
_BEST: Final = mark("The best one that you have; it gives points on the base rung")
_FIELD: Final = mark("It gives points on the base rung")
_NONE: Final = mark("None of the others applies")

_TITLE: Final = (
    ("none", mark("None yet")),
    ("innovative", mark("Innovative or technology-based SME")),
    ("specialised", mark("Specialised (SRDI) SME")),
    ("little-giant", mark("Little giant")),
)
_FITS: Final = (
    mark("Lawfully established in mainland China"),
    mark("Within the national SME size standard"),
    mark("Three coded audit reports (2023 to 2025)"),
)
_TROUBLES: Final = (
    mark("On the list of abnormal operation or serious dishonesty"),
    mark("Product is banned, restricted or to be eliminated"),
    mark("Serious incident or breach in the last three years"),
    mark("Already an MIIT manufacturing champion"),
    mark("Controlling relation with a little giant"),
    mark("Another firm of the group makes a similar main product"),
)
_HONOURS: Final = (
    mark("Valid high-tech enterprise"),
    mark("National innovation or IP demonstration or advantage firm"),
    mark("Recognised R&D body, provincial or ministerial or above"),
    mark("In-house or joint R&D body"),
    mark("Led a standard, among the first five, last five years"),
    mark("Own brand"),
    mark("A core business runs on an information system"),
    mark("Management system or product certification"),
)
_PRIZES: Final = (
    mark("National, first three winners, last three years"),
    mark("National, first five winners, last three years"),
    mark("National, any place, last three years"),
    mark("National, first three winners, four or five years ago"),
    mark("Provincial, first three winners, last three years"),
    mark("Provincial, any place, last three years"),
)


def _boxes(group: str, labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return (*zip(TICKS[group], labels, strict=True), (REST, _NONE))


def _money(key: str, label: str, low: float = 0) -> Question:
    return Question(key, label, _MONEY, unit="CNY", low=low)


def _percent(key: str, label: str, low: float = 0, high: float = 100) -> Question:
    return Question(key, label, _PERCENT, unit="percent", low=low, high=high)


def _count(key: str, label: str, unit: str, low: float = 0, high: float = inf) -> Question:
    return Question(key, label, _COUNT, unit=unit, low=low, high=high)


def _ticks(key: str, label: str, labels: tuple[str, ...]) -> Question:
    return Question(key, label, _TICK, "ticks", options=_boxes(key, labels))


FORMS: Final[tuple[Form, ...]] = (
    Form(
        mark("What decides most"),
        (
            Question(
                "title",
                mark("Highest valid title"),
                mark("A higher title is taken to include those below it"),
                "radio",
                options=_TITLE,
            ),
            _money("revenue", mark("Revenue last year")),
            _money("rd", mark("R&D spend last year")),
            _count("years", mark("Years in the niche market"), "years", high=300),
            _count("rights", mark("Class I rights tied to the main product"), "rights"),
        ),
    ),
    Form(
        mark("Money over the years"),
        (
            _money("revenue1", mark("Revenue in the year before last year")),
            _money("revenue2", mark("Revenue two years before last year")),
            _money("rd1", mark("R&D spend in the year before last year")),
            _percent("main_share", mark("Main business as a share of revenue")),
            _percent("debt", mark("Debt ratio at the end of last year"), high=10_000),
        ),
    ),
    Form(
        mark("Market, score and equity"),
        (
            _percent("market_share", mark("Share of the niche market")),
            _count("rank", mark("Domestic rank of the main product"), "rank", low=1),
            _count("score", mark("SRDI evaluation score, this year"), "points", high=100),
            _money("equity2", mark("New institutional equity, last two years")),
            _money("equity3", mark("New institutional equity, last three years")),
        ),
    ),
    Form(
        mark("Conditions, titles and place"),
        (
            _ticks("fits", mark("True of your firm"), _FITS),
            _ticks("troubles", mark("Applies to your firm"), _TROUBLES),
            _ticks("honours", mark("Your firm has"), _HONOURS),
            _ticks("prizes", mark("Science prizes"), _PRIZES),
            Question(
                "district",
                mark("District"),
                mark("Shows the awards of that district"),
                "district",
            ),
        ),
    ),
    Form(
        mark("The base rung: points and size"),
        (
            Question(
                "ip", mark("Best right tied to the main product"), _BEST, "bands", bands="i-t1"
            ),
            Question("field", mark("Field of the main product"), _FIELD, "bands", bands="i-t5"),
            _percent("main_growth", mark("Growth of main business last year"), -100, 100_000),
            _count("staff", mark("Staff"), "people"),
            _money("assets", mark("Total assets")),
        ),
    ),
    Form(
        mark("Further, mostly for the rules of 2022"),
        (
            Question(
                "t_score",
                mark("Technology-based SME score"),
                mark("Only with points for technical staff in it. Blank: don't know"),
                unit="points",
                high=100,
            ),
            _percent("main_growth2", mark("Main-business growth, 2-year average"), -100, 100_000),
            _percent("rd_staff", mark("R&D staff as a share of all staff")),
            _count("contest", mark("Place in the Maker in China contest"), "rank", low=1),
        ),
    ),
)

QUESTIONS: Final[Mapping[str, Question]] = {q.key: q for f in FORMS for q in f.questions}
FORM_OF: Final[Mapping[str, int]] = {q.key: i for i, f in enumerate(FORMS) for q in f.questions}
"""The number of the form, from 0, that asks a question."""
