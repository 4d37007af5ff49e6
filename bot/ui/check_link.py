"""The custom id of a button that opens the check with what is known of a firm."""

from typing import Final

from bot.domain.eligibility.firm import Answers
from bot.i18n.translator import Translator
from bot.ui.check_code import raw_of
from bot.ui.check_sessions import Session, inline_token
from bot.ui.custom_ids import encode

FILLED: Final = "kp"
"""The record button that opens the first form filled in; its argument is a token."""


def filled_check_id(tr: Translator, answers: Answers) -> str:
    """The custom id, for private and public messages; what does not fit is left out."""
    raw = dict(raw_of(answers))
    while (token := inline_token(Session(raw))) is None:
        raw.popitem()
    return encode("t", FILLED, tr.lang, (token,))
