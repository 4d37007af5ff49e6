"""The day that a data version was made on."""

from datetime import date

from bot.i18n.translator import Translator
from bot.ui.formats import date_text


def date_of(version: str) -> date:
    """The day in a version's name, YYYY.MM.DD.N."""
    year, month, day, _ = (int(part) for part in version.split("."))
    return date(year, month, day)


def versions_text(tr: Translator, old: str, new: str) -> str:
    """Two data versions that are compared, with their days."""
    return tr(
        "From data {old} ({old_date}) to {new} ({new_date})",
        old=old,
        old_date=date_text(tr.lang, date_of(old)),
        new=new,
        new_date=date_text(tr.lang, date_of(new)),
    )
