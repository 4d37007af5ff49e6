"""Choices in some twelve bytes for each person, so that a million fit into memory."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

from bot.storage.preferences import Lang

_LANGS: Final[tuple[Lang | None, ...]] = (None, "en", "zh")


class Choice(NamedTuple):
    """A person's choices; None: left to the bot."""

    lang: Lang | None = None
    timezone: str | None = None


NO_CHOICE: Final = Choice()


class Choices:
    """Choices by person: two arrays, sorted by id, and a table of the time zones in use."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._codes = array("I")
        self._zones: list[str | None] = [None]
        self._places: dict[str | None, int] = {None: 0}

    def __len__(self) -> int:
        return len(self._ids)

    def get(self, user_id: int) -> Choice:
        """The person's choice."""
        at = bisect_left(self._ids, user_id)
        if at == len(self._ids) or self._ids[at] != user_id:
            return NO_CHOICE
        place, lang = divmod(self._codes[at], len(_LANGS))
        return Choice(_LANGS[lang], self._zones[place])

    def put(self, user_id: int, choice: Choice) -> None:
        """Stores a choice; takes a millisecond in front of a million others."""
        at = bisect_left(self._ids, user_id)
        if at < len(self._ids) and self._ids[at] == user_id:
            self._codes[at] = self._code(choice)
        else:
            self._ids.insert(at, user_id)
            self._codes.insert(at, self._code(choice))

    def drop(self, user_id: int) -> None:
        """Removes a person."""
        at = bisect_left(self._ids, user_id)
        if at < len(self._ids) and self._ids[at] == user_id:
            del self._ids[at]
            del self._codes[at]

    def extend(self, choices: Iterable[tuple[int, Choice]]) -> None:
        """Stores many choices; fast where their ids are sorted and higher than the stored ones."""
        for user_id, choice in choices:
            if self._ids and user_id <= self._ids[-1]:
                self.put(user_id, choice)
            else:
                self._ids.append(user_id)
                self._codes.append(self._code(choice))

    def _code(self, choice: Choice) -> int:
        place = self._places.get(choice.timezone)
        if place is None:
            place = self._places[choice.timezone] = len(self._zones)
            self._zones.append(choice.timezone)
        return place * len(_LANGS) + _LANGS.index(choice.lang)
