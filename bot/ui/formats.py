"""Numbers, money and dates as readers of each language expect them, through Babel."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from bot.domain.data.models import Figure, PartialDate
from bot.domain.data.values import Qualifier
from bot.i18n.translator import Lang, Words, mark

_LOCALE: Final[Mapping[Lang, Locale]] = {
    "en": Locale("en", "GB"),  # read once: looking a locale up by its name takes 0.1 ms
    "zh": Locale("zh", script="Hans", territory="CN"),
}

_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "CNY": (mark("{n} yuan"), mark("{n} yuan")),
    "USD": (mark("{n} US dollars"), mark("{n} US dollars")),
    "percent": (mark("{n}%"), mark("{n}%")),
    "percentage points": (mark("{n} percentage point"), mark("{n} percentage points")),
    "percent of contract": (mark("{n}% of the contract"), mark("{n}% of the contract")),
    "percent of rent": (mark("{n}% of the rent"), mark("{n}% of the rent")),
    "km2": (mark("{n} km²"), mark("{n} km²")),
    "m2": (mark("{n} m²"), mark("{n} m²")),
    "No.": (mark("No. {n}"), mark("No. {n}")),
    "phone": (mark("{n}"), mark("{n}")),
    "application": (mark("{n} application"), mark("{n} applications")),
    "areas": (mark("{n} area"), mark("{n} areas")),
    "banks": (mark("{n} bank"), mark("{n} banks")),
    "batch": (mark("batch {n}"), mark("batch {n}")),
    "batches": (mark("{n} batch"), mark("{n} batches")),
    "bodies": (mark("{n} body"), mark("{n} bodies")),
    "business": (mark("{n} core business"), mark("{n} core businesses")),
    "chains": (mark("{n} chain"), mark("{n} chains")),
    "chapters": (mark("{n} chapter"), mark("{n} chapters")),
    "annexes": (mark("{n} annex"), mark("{n} annexes")),
    "clusters": (mark("{n} cluster"), mark("{n} clusters")),
    "days": (mark("{n} day"), mark("{n} days")),
    "departments": (mark("{n} department"), mark("{n} departments")),
    "districts": (mark("{n} district"), mark("{n} districts")),
    "elements": (mark("{n} element"), mark("{n} elements")),
    "events": (mark("{n} event"), mark("{n} events")),
    "fields": (mark("{n} field"), mark("{n} fields")),
    "firm": (mark("{n} firm"), mark("{n} firms")),
    "firms": (mark("{n} firm"), mark("{n} firms")),
    "groups": (mark("{n} group"), mark("{n} groups")),
    "indicators": (mark("{n} indicator"), mark("{n} indicators")),
    "industries": (mark("{n} industry"), mark("{n} industries")),
    "investors": (mark("{n} investor"), mark("{n} investors")),
    "items": (mark("{n} item"), mark("{n} items")),
    "kinds": (mark("{n} kind"), mark("{n} kinds")),
    "measures": (mark("{n} measure"), mark("{n} measures")),
    "months": (mark("{n} month"), mark("{n} months")),
    "parks": (mark("{n} park"), mark("{n} parks")),
    "people": (mark("{n} person"), mark("{n} people")),
    "points": (mark("{n} point"), mark("{n} points")),
    "prizes": (mark("{n} prize"), mark("{n} prizes")),
    "projects": (mark("{n} project"), mark("{n} projects")),
    "providers": (mark("{n} provider"), mark("{n} providers")),
    "rank": (mark("place {n}"), mark("place {n}")),
    "reports": (mark("{n} report"), mark("{n} reports")),
    "rights": (mark("{n} right"), mark("{n} rights")),
    "rows": (mark("{n} row"), mark("{n} rows")),
    "standards": (mark("{n} standard"), mark("{n} standards")),
    "tiers": (mark("{n} tier"), mark("{n} tiers")),
    "times": (mark("{n} time"), mark("{n} times")),
    "titles": (mark("{n} title"), mark("{n} titles")),
    "years": (mark("{n} year"), mark("{n} years")),
    "years barred": (mark("barred for {n} year"), mark("barred for {n} years")),
    "zones": (mark("{n} zone"), mark("{n} zones")),
    "mu": (mark("{n} mu"), mark("{n} mu")),
    "copies": (mark("{n} copy"), mark("{n} copies")),
}
"""How a number of each unit is said, in one and in many."""

_QUALIFIERS: dict[Qualifier, str] = {
    "exactly": mark("{amount}"),
    "up to": mark("up to {amount}"),
    "over": mark("over {amount}"),
    "at least": mark("at least {amount}"),
    "about": mark("about {amount}"),
    "nearly": mark("nearly {amount}"),
    "below": mark("below {amount}"),
}
_UP_TO_NOT_MONEY: Final = mark("no more than {amount}")
_FIRST: Final = mark("among the first {n}")


def figure_text(words: Words, figure: Figure) -> str:
    """A figure with its qualifier and unit: up to 400 billion yuan, 最高4000亿元."""
    return _figure_text(words, figure.value, figure.unit, figure.qualifier)


def amount_text(words: Words, value: float, unit: str, qualifier: Qualifier = "exactly") -> str:
    """A number that is no figure of a source, written as one: 50 million yuan, 5000万元."""
    return _figure_text(words, value, unit, qualifier)


@lru_cache(maxsize=8192)
def _figure_text(words: Words, value: float, unit: str, qualifier: Qualifier) -> str:
    forms = _UNITS.get(unit)
    money = unit in ("CNY", "USD")
    number = number_text(words.lang, value, money=money, plain=unit in _PLAIN)
    if unit == "rank" and qualifier == "up to":
        return words(_FIRST, n=number)
    pattern = forms[value != 1] if forms else f"{{n}} {unit}"
    amount = words(pattern, n=number)
    form = _QUALIFIERS[qualifier]
    # Chinese caps a share as it caps a number: 不超过30%, where English says "up to" as of money.
    share = unit.startswith("percent") and words.lang == "en"
    if qualifier == "up to" and not money and not share:
        form = _UP_TO_NOT_MONEY
    return words(form, amount=amount)


_PLAIN = frozenset({"phone", "No.", "rank", "batch"})
"""Units whose number is a name and takes no separators."""


def number_text(lang: Lang, value: float, *, money: bool = False, plain: bool = False) -> str:
    """A number as each language writes it; Chinese in 万 and 亿 where that loses no digit."""
    if plain:
        return f"{value:g}"
    locale = _LOCALE[lang]
    if lang == "zh":
        unit = 10**8 if abs(value) >= 10**8 else 10**4
        if abs(value) >= 10**4 and (value * 100 / unit) % 1 == 0:
            return format_compact_decimal(value, locale=locale, fraction_digits=2)
        return format_decimal(value, locale=locale, format="0.###")
    if money and abs(value) >= 10**6:
        return format_compact_decimal(value, format_type="long", locale=locale, fraction_digits=3)
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=4096)
def date_text(lang: Lang, when: date) -> str:
    """A day: 2 December 2024, 2024年12月2日."""
    return format_date(
        when, format="d MMMM y" if lang == "en" else "y年M月d日", locale=_LOCALE[lang]
    )


@lru_cache(maxsize=4096)
def partial_date_text(lang: Lang, when: PartialDate) -> str:
    """A date as exact as it is known: 2024, December 2024, 2 December 2024."""
    match when.split("-"):
        case [year, month, day]:
            return date_text(lang, date(int(year), int(month), int(day)))
        case [year, month]:
            pattern = "MMMM y" if lang == "en" else "y年M月"
            first = date(int(year), int(month), 1)
            return format_date(first, format=pattern, locale=_LOCALE[lang])
        case _:
            return when if lang == "en" else f"{when}年"
