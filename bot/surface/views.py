"""Views: every page that a command answers with, by name and arguments.

A view is a pure function of the data version, the language, the day and its arguments. The same
name and arguments stand in the custom id of the buttons that lead to it, which therefore work
after a restart and hold no state. `book.py` lists the views and keeps what they drew.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from bot.domain.release import Release
from bot.surface.layout import MAX_CUSTOM_ID, Layout
from bot.surface.registration import UNREGISTERED, Registration
from bot.surface.words import Words

MARK: Final = "v"
_SEPARATOR: Final = "|"


@dataclass(frozen=True, eq=False)
class Scene:
    """What a view is drawn from; equal to another of the same release, language and day."""

    release: Release
    words: Words
    today: date
    registration: Registration = UNREGISTERED

    def __hash__(self) -> int:
        """By the data version, the language and the day."""
        return hash((self.release.catalogue.version, self.words.lang, self.today))

    def __eq__(self, other: object) -> bool:
        """By identity of what it is drawn from: comparing whole data sets would be slow."""
        return (
            isinstance(other, Scene)
            and self.release is other.release
            and self.words is other.words
            and self.today == other.today
            and self.registration is other.registration
        )


AskingView: TypeAlias = Callable[..., Awaitable[Layout]]
"""A view that must ask the database: given the scene and the arguments of its custom id."""


def link_to(words: Words, name: str, *args: object) -> str:
    """The custom id of a button that opens a view in this language."""
    texts = [str(arg).replace(_SEPARATOR, " ") for arg in args]
    return _SEPARATOR.join((MARK, name, words.lang, *texts))[:MAX_CUSTOM_ID]


def read_link(custom_id: str) -> tuple[str, str, tuple[str, ...]] | None:
    """The view's name, language and arguments in a custom id, or None where it is none."""
    mark, *parts = custom_id.split(_SEPARATOR)
    if mark != MARK or len(parts) < 2:
        return None
    return parts[0], parts[1], tuple(parts[2:])
