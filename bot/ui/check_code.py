"""Answers of the check as a short text that fits into a custom id.

One character for each question, then what was typed or ticked. A code, once sent, keeps its
meaning: buttons of old messages carry it.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from bot.domain.eligibility.firm import FORMAL, FORMALITIES, REST, TICKS, TITLES
from bot.ui.argument_codes import DISTRICT_CODES

Raw: TypeAlias = Mapping[str, tuple[str, ...]]
"""What was typed or ticked, by question, as it was typed."""

_QUESTIONS: Final[Mapping[str, str]] = {
    "title": "t",
    "district": "d",
    "revenue": "r",
    "rd": "s",
    "rights": "i",
    "years": "y",
    "revenue1": "R",
    "revenue2": "Q",
    "rd1": "S",
    "main_share": "m",
    "debt": "b",
    "market_share": "k",
    "rank": "n",
    "score": "c",
    "equity2": "e",
    FORMAL: "f",
    "honours": "h",
    "prizes": "p",
    "equity3": "E",
    "ip": "I",
    "field": "F",
    "main_growth": "g",
    "staff": "w",
    "assets": "a",
    "t_score": "C",
    "main_growth2": "G",
    "rd_staff": "W",
    "contest": "o",
}
_KEYS: Final[Mapping[str, str]] = {code: key for key, code in _QUESTIONS.items()}
_UNKNOWN: Final = "unknown"
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "title": {**{title: str(n) for n, title in enumerate(TITLES)}, _UNKNOWN: "u"},
    "district": {**DISTRICT_CODES},
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
        said = _choices(key, given) if key in _CHOICES else given[0]
        if said is None or not _TYPED.fullmatch(said):
            return None
        parts.append(_QUESTIONS[key] + said)
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
        chosen = [names.get(said[i : i + width]) for i in range(0, len(said), width)]
        found = tuple(name for name in chosen if name is not None)
        if len(found) != len(chosen) or (key in _ONE and len(found) > 1):
            return None
        raw[key] = found
    return raw


def _choices(key: str, given: tuple[str, ...]) -> str | None:
    codes = [_CHOICES[key].get(choice) for choice in given]
    known = [code for code in codes if code is not None]
    return "".join(known) if len(known) == len(codes) else None
