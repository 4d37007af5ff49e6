"""Answers of the check between two presses: in the button where they fit, else in the database.

No process keeps them, so a button works after a restart and in any process. What is in the
database is encrypted with a key that only the button has, and erased after a quarter of an hour.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import orjson

from bot.storage.check_answers import CheckAnswerStore
from bot.storage.database import Database
from bot.storage.sealing import KEY_LENGTH
from bot.ui.check_code import Raw, decode_answers, encode_answers
from bot.ui.custom_ids import matching

LIFETIME: Final = timedelta(minutes=15)
"""How long answers stay in the database after the last submitted form."""
ERASE_SECONDS: Final = 60
"""How often those that are too old are erased; they are never shown after that time."""
_MOST: Final = 75
"""Characters of a token; a custom id has 100, and needs the rest."""
_INLINE, _STORED = "=", "*"
_SENT: Final = 3
"""The first character and the forms that were sent, in two hexadecimal digits."""
_is_inline: Final = matching(r"=[0-9a-f]{2}.*")
_is_stored: Final = matching(rf"\*[A-Za-z0-9_-]{{{KEY_LENGTH}}}")


def is_token(text: str) -> bool:
    """Whether a custom id may carry it as the answers of the check."""
    return _is_stored(text) or _read_inline(text) is not None


@dataclass(frozen=True, slots=True)
class Session:
    """One person's answers."""

    raw: Raw = field(default_factory=dict[str, tuple[str, ...]])
    sent: frozenset[int] = frozenset()
    """Forms that were sent, by number from 0."""

    def answered(self, form: int, raw: Raw) -> "Session":
        """With a further form; its blank fields take earlier answers back."""
        merged = {key: given for key, given in ({**self.raw, **raw}).items() if given}
        return Session(merged, self.sent | {form})


class CheckSessions:
    """Turns answers into tokens for custom ids, and back."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """`clock` gives the time in UTC."""
        self._store = CheckAnswerStore(database)
        self._clock = clock

    async def save(self, session: Session, user_id: int, replaces: str = "") -> str:
        """The token of these answers; those of the token that it replaces are erased."""
        old = replaces[1:] if _is_stored(replaces) else None
        token = inline_token(session)
        if token is not None:
            if old is not None:
                await self._store.erase(old)
            return token
        until = self._clock() + LIFETIME
        document = orjson.dumps({"raw": session.raw, "sent": sorted(session.sent)})
        return _STORED + await self._store.add(document, user_id, until=until, replaces=old)

    async def load(self, token: str, user_id: int) -> Session | None:
        """The answers of a token; None where they are gone, or another person's."""
        if not _is_stored(token):
            return _read_inline(token)
        document = await self._store.get(token[1:], user_id, self._clock())
        if document is None:
            return None
        kept = orjson.loads(document)
        raw = {key: tuple(given) for key, given in kept["raw"].items()}
        return Session(raw, frozenset(kept["sent"]))

    async def kept_until(self, user_id: int) -> datetime | None:
        """When the last of a person's answers are erased; None where none are stored."""
        return await self._store.kept_until(user_id, self._clock())

    async def erase(self, user_id: int) -> None:
        """Erases a person's answers at once."""
        await self._store.erase_of(user_id)

    async def erase_expired(self) -> None:
        """Erases all answers that are too old."""
        await self._store.erase_expired(self._clock())


def inline_token(session: Session) -> str | None:
    """The answers as a token that needs no database; None where they are too long for it."""
    code = encode_answers(session.raw, _MOST - _SENT)
    return None if code is None else f"{_INLINE}{_bits(session.sent):02x}{code}"


def is_kept_in_button(token: str) -> bool:
    """Whether the answers are in the token itself, and nowhere else."""
    return token.startswith(_INLINE)


def _read_inline(token: str) -> Session | None:
    if len(token) > _MOST or not _is_inline(token):
        return None
    raw = decode_answers(token[_SENT:])
    if raw is None:
        return None
    sent = int(token[1:_SENT], 16)
    return Session(raw, frozenset(n for n in range(8) if sent >> n & 1))


def _bits(sent: Collection[int]) -> int:
    return sum(1 << n for n in sent)
