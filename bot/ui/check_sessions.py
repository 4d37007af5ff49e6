"""Answers of the check between two presses: in the button where they fit, else in the database.

No process keeps them, so a button works after a restart and in any process. What is in the
database is encrypted with a key that only the button has, and erased after a quarter of an hour.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import orjson

from bot.domain.data.districts import LINGANG_AREA
from bot.domain.eligibility.firm import FORMAL, FORMALITIES, REST, TICKS, TITLE_ORDER
from bot.storage.check_answers import CheckAnswerStore
from bot.storage.database import Database
from bot.storage.sealing import KEY_LENGTH
from bot.ui.argument_codes import DISTRICT_CODES
from bot.ui.custom_ids import matching

Raw: TypeAlias = Mapping[str, tuple[str, ...]]
"""What was typed or ticked, by question, as it was typed."""

_CODES: Final = f"""
    title=t district=d revenue=r rd=s rights=i
    years=y revenue1=R revenue2=Q rd1=S main_share=m
    debt=b market_share=k rank=n score=c equity2=e
    {FORMAL}=f honours=h prizes=p equity3=E
    ip=I field=F main_growth=g staff=w assets=a
    t_score=C main_growth2=G rd_staff=W contest=o
"""
"""Each question of the forms with its code."""
_QUESTIONS: Final[Mapping[str, str]] = {
    key: code for key, _, code in (pair.partition("=") for pair in _CODES.split())
}
_KEYS: Final[Mapping[str, str]] = {code: key for key, code in _QUESTIONS.items()}
_UNKNOWN: Final = "unknown"
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "title": {**{title: str(n) for n, title in enumerate(TITLE_ORDER)}, _UNKNOWN: "u"},
    "district": {**DISTRICT_CODES, LINGANG_AREA: "lg"},
    FORMAL: dict(zip(FORMALITIES, "eslbicngA", strict=True)),
    "honours": {**dict(zip(TICKS["honours"], "hirosbkc", strict=True)), REST: "x"},
    "prizes": {**dict(zip(TICKS["prizes"], "354fpq", strict=True)), REST: "x"},
}
"""The code of each choice, where a question has several."""
_ONE: Final = ("title", "district")
"""Questions with one answer."""
_SPLIT: Final = ";"
_TYPED: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff;|]+")


def encode_answers(raw: Raw, limit: int) -> str | None:
    """The answers as one text; None where it would be longer than that, or cannot hold them."""
    parts: list[str] = []
    for key, given in raw.items():
        if not given:
            continue
        codes = [_CHOICES[key].get(each, "") for each in given] if key in _CHOICES else given[:1]
        if not all(map(_TYPED.fullmatch, codes)):
            return None
        parts.append(_QUESTIONS[key] + "".join(codes))
    text = _SPLIT.join(parts)
    return text if len(text) <= limit else None


def decode_answers(text: str) -> Raw | None:
    """The answers of such a text; None where it is none."""
    raw: dict[str, tuple[str, ...]] = {}
    for part in text.split(_SPLIT) if text else ():
        key, said = _KEYS.get(part[:1]), part[1:]
        if key is None or key in raw or not _TYPED.fullmatch(said):
            return None
        if key not in _CHOICES:
            raw[key] = (said,)
            continue
        width = 2 if key == "district" else 1
        names = {code: name for name, code in _CHOICES[key].items()}
        found = tuple(names.get(said[i : i + width], "") for i in range(0, len(said), width))
        if not all(found) or (key in _ONE and len(found) > 1):
            return None
        raw[key] = found
    return raw


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
    sent = sum(1 << n for n in session.sent)
    return None if code is None else f"{_INLINE}{sent:02x}{code}"


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
