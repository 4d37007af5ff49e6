"""Custom ids of buttons, drop-downs and forms: written and read here, and nowhere else.

A custom id holds all that its button needs, so that it works after a restart:
`kind|name|language|arguments`, and after each `>` a page that led there; in a post with its key at
the end (`#LG-...`). A name and a code, once sent, keep their meaning: buttons of old messages carry
them. A received one may be old, cut or forged, so `decode` gives a value only if everything in it
is known; no other code needs to check an argument.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias, get_args

from bot.i18n.translator import LANGS, Lang, Translator
from bot.ui.components import MAX_CUSTOM_ID

Kind: TypeAlias = Literal["v", "a", "c", "t", "f"]
"""A view, an action, a chart, a record button (text, file), a form."""
SHARE: Final = "share"
"""The whole custom id of *Share here*, which shares the message above it."""
_KINDS: Final[Sequence[Kind]] = get_args(Kind)
_SEPARATOR: Final = "|"
TRAIL: Final = ">"
"""Before each page of the way back, the nearest first: see bot/ui/trail.py."""
SAME: Final = "="
"""Of a page of the way back: its first argument is that of the page before it."""
_CHOSEN: Final = ("v|", "a|", "c|", "t|")
"""Kinds that an option of a drop-down may stand for: all but forms."""
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_KEY: Final = re.compile(r"\|#LG-[A-Z2-7]{12}$")
"""The key by which the bot finds its message again: no argument."""
_MOST: Final = 2**63
"""Numbers of the database and of Discord are below it."""

Fits: TypeAlias = Callable[[str], bool]
"""Whether a text is valid in one place among the arguments."""
Takes: TypeAlias = Callable[[Sequence[str]], bool]
"""Whether what a custom id names takes these arguments."""


class CustomId(NamedTuple):
    """A custom id that can be answered."""

    kind: Kind
    name: str
    lang: Lang
    args: tuple[str, ...]
    trail: tuple[str, ...] = ()
    """The pages that led there, the nearest first."""


Find: TypeAlias = Callable[[Kind, str], Takes | None]
"""What a name of that kind takes; None where there is no such name."""


def encode(kind: Kind, name: str, lang: Lang, args: Iterable[object], *, cut: bool = False) -> str:
    """The custom id. `cut`: where it is too long, its last argument is free text that may be cut.

    Raises ValueError where it would not fit: half an argument must never be acted upon.
    """
    custom_id = _SEPARATOR.join((kind, name, lang, *map(_plain, args)))
    if len(custom_id) > MAX_CUSTOM_ID and not cut:
        raise ValueError(f"a custom id of {len(custom_id)} characters for {kind}|{name}")
    return custom_id[:MAX_CUSTOM_ID]


def trail_entry(name: str, args: Iterable[str]) -> str:
    """A view as a page of the way back."""
    return _SEPARATOR.join((name, *map(_plain, args)))


def _plain(arg: object) -> str:
    """An argument without what separates arguments and pages."""
    return _UNPRINTABLE.sub(" ", str(arg).replace(_SEPARATOR, " ").replace(TRAIL, " "))


def with_key(custom_id: str, key: str) -> str:
    """The custom id with a message's key, which no reader sees: `dedup_key_of` makes it."""
    return f"{custom_id}{_SEPARATOR}#{key}"


def opened_view(custom_id: str) -> str | None:
    """The name of the view that a custom id opens; None where it does something else."""
    kind, _, rest = custom_id.partition(_SEPARATOR)
    return rest.partition(_SEPARATOR)[0] if kind == "v" else None


def decode(custom_id: object, find: Find) -> CustomId | None:
    """What a custom id means; None if this version does not know it, or it was changed."""
    parts = split(custom_id)
    if parts is None:
        return None
    takes = find(parts.kind, parts.name)
    return parts if takes is not None and takes(parts.args) else None


def split(custom_id: object) -> CustomId | None:
    """The parts of a custom id, whether or not there is anything of that name."""
    if not isinstance(custom_id, str) or len(custom_id) > MAX_CUSTOM_ID:
        return None
    if _UNPRINTABLE.search(custom_id):
        return None
    own, *trail = _KEY.sub("", custom_id).split(TRAIL)
    kind, _, rest = own.partition(_SEPARATOR)
    name, *others = rest.split(_SEPARATOR)
    known = next((each for each in _KINDS if each == kind), None)
    lang: Lang | None = next((each for each in LANGS if others and each == others[0]), None)
    if known is None or lang is None:
        return None
    return CustomId(known, name, lang, tuple(others[1:]), tuple(_written_out(others[1:], trail)))


def _written_out(args: Sequence[str], trail: Iterable[str]) -> Iterator[str]:
    """The pages of a way back, each with its own arguments."""
    for entry in trail:
        name, *own = entry.split(_SEPARATOR)
        if own[:1] == [SAME]:
            own[0] = next(iter(args), "")
        args = own
        yield _SEPARATOR.join((name, *own))


def takes(*required: Fits, optional: Sequence[Fits] = ()) -> Takes:
    """Arguments in this order; the optional ones may be left out from the end."""
    places = (*required, *optional)

    def fit(args: Sequence[str]) -> bool:
        if not len(required) <= len(args) <= len(places):
            return False
        return all(fits(arg) for fits, arg in zip(places, args, strict=False))

    return fit


NOTHING: Final[Takes] = takes()


def either(*forms: Takes) -> Takes:
    """Arguments in any of these forms."""
    return lambda args: any(form(args) for form in forms)


def matching(pattern: str) -> Fits:
    """A text that the whole pattern matches."""
    found = re.compile(pattern, re.ASCII)
    return lambda text: found.fullmatch(text) is not None


def one_of(texts: Iterable[str]) -> Fits:
    """One of these texts."""
    known = frozenset(texts)
    return lambda text: text in known


def maybe(fits: Fits) -> Fits:
    """The same, or nothing."""
    return lambda text: not text or fits(text)


def _is_number(text: str) -> bool:
    return _digits(text) and int(text) < _MOST


_digits: Final = matching(r"[0-9]{1,19}")
NUMBER: Final[Fits] = _is_number
"""A number as databases and Discord count."""
PAGE_NUMBER: Final[Fits] = matching(r"[0-9]{1,4}")
"""Counted from 0; one beyond the last page shows the last."""
RECORD_ID: Final[Fits] = matching(r"[a-z0-9][a-z0-9-]{0,39}")
"""Whether or not the data set still has that record; see `Id` in domain/data/values.py."""
TIER_RULES: Final[Fits] = one_of(("current", "2022"))
FREE_TEXT: Final[Fits] = lambda _: True  # noqa: E731
"""Any text, for instance what a person typed."""


def chosen_custom_id(data: Any) -> object:
    """The custom id of an interaction's data; for a drop-down, that of the one chosen option.

    The custom id of a drop-down itself (`s|...`) only distinguishes it from others in its message.
    """
    custom_id = data.get("custom_id")
    if not isinstance(custom_id, str) or not custom_id.startswith("s|"):
        return custom_id
    values: list[object] = data.get("values") or []
    chosen = values[0] if len(values) == 1 else None
    return chosen if isinstance(chosen, str) and chosen[:2] in _CHOSEN else None


def action_id(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a button that does something. Raises ValueError where it would not fit."""
    return encode("a", name, tr.lang, args)


def public_id(tr: Translator, name: str, *args: object) -> str:
    """As `action_id`, of a button that everybody who sees the message may press."""
    return encode("t", name, tr.lang, args)


def form_id(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a form. Raises ValueError where it would not fit."""
    return encode("f", name, tr.lang, args)
