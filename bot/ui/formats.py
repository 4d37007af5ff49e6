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
from bot.i18n.translator import N_, Lang, Translator

_LOCALE: Final[Mapping[Lang, Locale]] = {
    "en": Locale("en", "GB"),  # read once: looking a locale up by its name takes 0.1 ms
    "zh": Locale("zh", script="Hans", territory="CN"),
}

_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "CNY": (N_("{n} yuan"), N_("{n} yuan")),
    "USD": (N_("{n} US dollars"), N_("{n} US dollars")),
    "percent": (N_("{n}%"), N_("{n}%")),
    "percentage points": (N_("{n} percentage point"), N_("{n} percentage points")),
    "percent of contract": (N_("{n}% of the contract"), N_("{n}% of the contract")),
    "percent of rent": (N_("{n}% of the rent"), N_("{n}% of the rent")),
    "percent of investment": (N_("{n}%"), N_("{n}%")),  # the name says of what
    "percent of deduction": (N_("{n}%"), N_("{n}%")),
    "percent of sale": (N_("{n}%"), N_("{n}%")),
    "km2": (N_("{n} km²"), N_("{n} km²")),
    "m2": (N_("{n} m²"), N_("{n} m²")),
    "No.": (N_("No. {n}"), N_("No. {n}")),
    "phone": (N_("{n}"), N_("{n}")),
    "application": (N_("{n} application"), N_("{n} applications")),
    "areas": (N_("{n} area"), N_("{n} areas")),
    "banks": (N_("{n} bank"), N_("{n} banks")),
    "batch": (N_("batch {n}"), N_("batch {n}")),
    "batches": (N_("{n} batch"), N_("{n} batches")),
    "bodies": (N_("{n} body"), N_("{n} bodies")),
    "business": (N_("{n} core business"), N_("{n} core businesses")),
    "chains": (N_("{n} chain"), N_("{n} chains")),
    "chapters": (N_("{n} chapter"), N_("{n} chapters")),
    "annexes": (N_("{n} annex"), N_("{n} annexes")),
    "clusters": (N_("{n} cluster"), N_("{n} clusters")),
    "days": (N_("{n} day"), N_("{n} days")),
    "departments": (N_("{n} department"), N_("{n} departments")),
    "districts": (N_("{n} district"), N_("{n} districts")),
    "elements": (N_("{n} element"), N_("{n} elements")),
    "events": (N_("{n} event"), N_("{n} events")),
    "fields": (N_("{n} field"), N_("{n} fields")),
    "firm": (N_("{n} firm"), N_("{n} firms")),
    "firms": (N_("{n} firm"), N_("{n} firms")),
    "groups": (N_("{n} group"), N_("{n} groups")),
    "indicators": (N_("{n} indicator"), N_("{n} indicators")),
    "industries": (N_("{n} industry"), N_("{n} industries")),
    "investors": (N_("{n} investor"), N_("{n} investors")),
    "items": (N_("{n} item"), N_("{n} items")),
    "kinds": (N_("{n} kind"), N_("{n} kinds")),
    "measures": (N_("{n} measure"), N_("{n} measures")),
    "months": (N_("{n} month"), N_("{n} months")),
    "parks": (N_("{n} park"), N_("{n} parks")),
    "people": (N_("{n} person"), N_("{n} people")),
    "points": (N_("{n} point"), N_("{n} points")),
    "prizes": (N_("{n} prize"), N_("{n} prizes")),
    "projects": (N_("{n} project"), N_("{n} projects")),
    "providers": (N_("{n} provider"), N_("{n} providers")),
    "rank": (N_("place {n}"), N_("place {n}")),
    "reports": (N_("{n} report"), N_("{n} reports")),
    "rights": (N_("{n} right"), N_("{n} rights")),
    "rows": (N_("{n} row"), N_("{n} rows")),
    "standards": (N_("{n} standard"), N_("{n} standards")),
    "tiers": (N_("{n} tier"), N_("{n} tiers")),
    "times": (N_("{n} time"), N_("{n} times")),
    "titles": (N_("{n} title"), N_("{n} titles")),
    "years": (N_("{n} year"), N_("{n} years")),
    "years barred": (N_("barred for {n} year"), N_("barred for {n} years")),
    "zones": (N_("{n} zone"), N_("{n} zones")),
    "mu": (N_("{n} mu"), N_("{n} mu")),
    "copies": (N_("{n} copy"), N_("{n} copies")),
}
"""How a number of each unit is said, in one and in many."""
_OF_BASE: Final = ("percent of contract", "percent of rent")
"""Units that say of what they are."""

_QUALIFIERS: dict[Qualifier, str] = {
    "exactly": N_("{amount}"),
    "up to": N_("up to {amount}"),
    "over": N_("over {amount}"),
    "at least": N_("at least {amount}"),
    "about": N_("about {amount}"),
    "nearly": N_("nearly {amount}"),
    "below": N_("below {amount}"),
}
_NO_MORE_THAN: Final = N_("no more than {amount}")
_SHARE_UP_TO: Final = N_("as much as {amount}")
_OR_MORE: Final = N_("{amount} or more")
_FIRST: Final = N_("among the first {n}")


def figure_text(tr: Translator, figure: Figure) -> str:
    """A figure with its qualifier and unit: up to 400 billion yuan, 最高4000亿元.

    What nobody gets is a limit and not an offer: no more than 200 million yuan, 不超过2亿元.
    """
    return _figure_text(tr, figure.value, figure.unit, figure.qualifier, limit=figure.scope is None)


def amount_text(tr: Translator, value: float, unit: str, qualifier: Qualifier = "exactly") -> str:
    """A number that is no figure of a source, written as one: 50 million yuan, 5000万元."""
    return _figure_text(tr, value, unit, qualifier)


@lru_cache(maxsize=8192)
def _figure_text(
    tr: Translator, value: float, unit: str, qualifier: Qualifier, *, limit: bool = False
) -> str:
    forms = _UNITS.get(unit)
    money = unit in ("CNY", "USD")
    number = number_text(tr.lang, value, money=money, plain=unit in _PLAIN)
    if unit == "rank" and qualifier == "up to":
        return tr(_FIRST, n=number)
    pattern = forms[value != 1] if forms else f"{{n}} {unit}"
    amount = tr(pattern, n=number)
    form = _QUALIFIERS[qualifier]
    offered = money or unit.startswith("percent")  # what a firm gets; else a number that counts
    if qualifier == "up to" and (limit or not offered):
        form = _NO_MORE_THAN
    elif qualifier == "up to" and tr.lang == "zh" and unit in _OF_BASE:
        form = _SHARE_UP_TO
    if qualifier == "at least" and not offered and tr.lang == "zh":
        form = _OR_MORE
    return tr(form, amount=amount)


_PLAIN = frozenset({"phone", "No.", "rank", "batch"})
"""Units whose number is a name and takes no separators."""


@lru_cache(maxsize=4096)
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
    pattern = "d MMMM y" if lang == "en" else "y年M月d日"
    return format_date(when, format=pattern, locale=_LOCALE[lang])


def sentence_case(name: str) -> str:
    """A name as the beginning of a line."""
    return name[:1].upper() + name[1:]


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
