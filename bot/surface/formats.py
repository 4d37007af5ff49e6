"""Numbers, money and dates as readers of each language expect them, through Babel."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from bot.domain.records import Figure, PartialDate, Qualifier
from bot.surface.words import Lang, Words, mark

_LOCALE = {"en": "en_GB", "zh": "zh_CN"}

_UNITS_EN = {
    "CNY": mark("{n} yuan"),
    "USD": mark("{n} US dollars"),
    "percent": mark("{n}%"),
    "percentage points": mark("{n} percentage points"),
    "percent of contract": mark("{n}% of the contract"),
    "percent of rent": mark("{n}% of the rent"),
    "km2": mark("{n} km²"),
    "m2": mark("{n} m²"),
    "No.": mark("No. {n}"),
    "phone": mark("{n}"),
    "application": mark("{n} applications"),
    "areas": mark("{n} areas"),
    "banks": mark("{n} banks"),
    "batch": mark("batch {n}"),
    "batches": mark("{n} batches"),
    "bodies": mark("{n} bodies"),
    "business": mark("{n} core business"),
    "chains": mark("{n} chains"),
    "chapters": mark("{n} chapters"),
    "annexes": mark("{n} annexes"),
    "clusters": mark("{n} clusters"),
    "days": mark("{n} days"),
    "departments": mark("{n} departments"),
    "districts": mark("{n} districts"),
    "elements": mark("{n} elements"),
    "events": mark("{n} events"),
    "fields": mark("{n} fields"),
    "firm": mark("{n} firm"),
    "firms": mark("{n} firms"),
    "groups": mark("{n} groups"),
    "indicators": mark("{n} indicators"),
    "industries": mark("{n} industries"),
    "investors": mark("{n} investors"),
    "items": mark("{n} items"),
    "kinds": mark("{n} kinds"),
    "measures": mark("{n} measures"),
    "months": mark("{n} months"),
    "parks": mark("{n} parks"),
    "people": mark("{n} people"),
    "points": mark("{n} points"),
    "prizes": mark("{n} prizes"),
    "projects": mark("{n} projects"),
    "providers": mark("{n} providers"),
    "rank": mark("place {n}"),
    "reports": mark("{n} reports"),
    "rights": mark("{n} rights"),
    "rows": mark("{n} rows"),
    "standards": mark("{n} standards"),
    "tiers": mark("{n} tiers"),
    "times": mark("{n} times"),
    "titles": mark("{n} titles"),
    "years": mark("{n} years"),
    "years barred": mark("barred for {n} years"),
    "zones": mark("{n} zones"),
}
_QUALIFIERS: dict[Qualifier, str] = {
    "exactly": mark("{amount}"),
    "up to": mark("up to {amount}"),
    "over": mark("over {amount}"),
    "at least": mark("at least {amount}"),
    "about": mark("about {amount}"),
    "nearly": mark("nearly {amount}"),
    "below": mark("below {amount}"),
}
_UP_TO_NOT_MONEY = mark("no more than {amount}")


def figure_text(words: Words, figure: Figure) -> str:
    """A figure with its qualifier and unit: up to 400 billion yuan, 最高4000亿元."""
    return _figure_text(words, figure.value, figure.unit, figure.qualifier)


@lru_cache(maxsize=8192)
def _figure_text(words: Words, value: float, unit: str, qualifier: Qualifier) -> str:
    pattern = _UNITS_EN.get(unit)
    number = number_text(words.lang, value, money=unit in ("CNY", "USD"), plain=unit in _PLAIN)
    amount = words(pattern, n=number) if pattern else f"{number} {unit}"
    form = _QUALIFIERS[qualifier]
    if qualifier == "up to" and unit not in ("CNY", "USD") and not unit.startswith("percent"):
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
        return format_compact_decimal(
            value, format_type="long", locale=locale, fraction_digits=3
        )
    return format_decimal(value, locale=locale)


def date_text(lang: Lang, when: date) -> str:
    """A day: 2 December 2024, 2024年12月2日."""
    return format_date(when, format="d MMMM y" if lang == "en" else "y年M月d日", locale=_LOCALE[lang])


@lru_cache(maxsize=4096)
def partial_date_text(lang: Lang, when: PartialDate) -> str:
    """A date as exact as it is known: 2024, December 2024, 2 December 2024."""
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 3:
        return date_text(lang, date(*parts))
    if len(parts) == 2:
        pattern = "MMMM y" if lang == "en" else "y年M月"
        return format_date(date(*parts, 1), format=pattern, locale=_LOCALE[lang])
    return when if lang == "en" else f"{when}年"
