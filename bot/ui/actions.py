"""The custom ids of buttons that do something, and of forms."""

from bot.i18n.translator import Translator
from bot.ui.custom_ids import encode


def action_id(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a button that does something. Raises ValueError where it would not fit."""
    return encode("a", name, tr.lang, args)


def public_id(tr: Translator, name: str, *args: object) -> str:
    """As `action_id`, of a button that everybody who sees the message may press."""
    return encode("t", name, tr.lang, args)


def form_id(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a form. Raises ValueError where it would not fit."""
    return encode("f", name, tr.lang, args)
