"""What a reader must know of a record before relying on it, after its line."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.diff import ComparedRecord
from bot.domain.data.models import Use
from bot.i18n.translator import N_, Translator
from bot.ui.components import shorten

_LONGEST: Final = 400
"""Characters of a line: only a broken data set has longer ones."""
_USES: Final[Mapping[Use, str]] = {
    "reading": N_("an interpretation"),
    "unconfirmed": N_("not confirmed"),
    "history": N_("history"),
    "warning": N_("unreliable"),
}


def marked(tr: Translator, said: str, record: ComparedRecord) -> str:
    """The line with what is doubtful about the record."""
    marks = [tr(_USES[record.use])] if record.use in _USES else []
    if record.confidence == "low":
        marks.append(tr("○ low"))
    elif record.confidence == "conflicting":
        marks.append(tr("sources differ"))
    return " · ".join((shorten(said, _LONGEST), *marks))
