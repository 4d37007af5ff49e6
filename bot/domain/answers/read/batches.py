"""The batches that a question names: first batch, wave two, 第三批."""

import re
from functools import lru_cache
from typing import Final

from bot.domain.text import Plain, has_chinese

BATCH: Final = re.compile(
    r"\b(?:first|second|third|1st|2nd|3rd)\b"
    r"(?=.{0,40}\b(?:wave|batch|round|list)|\s*(?:vs|,|and|or)| \d)|"
    r"(?:\b(?:batch(?:es)?|round|wave)|(?<=[,&])|\band) ?(?:one|two|three|[123])\b(?! ?\d)|"
    r"第[一二三123]批|首批"
)
_ALL: Final = re.compile(
    r"\b(?:each|all) (?:of the )?(?:three|3) (?:batches|rounds|waves)\b|"
    r"\b(?:three|3) (?:batches|rounds|waves)\b(?=.{0,20}\beach\b)|"
    r"(?<!第)三批(?=.{0,5}(?:各|分别|每批))|第?一二三批"
)
"""Names all three batches at once."""
_LATER: Final = re.compile(r"[,?;]\s*[^,?;]*(?:\bgoals?\b|\btargets?\b|目标).*$")
"""A clause about what is to come, which is no part of a batch."""
_BATCHES: Final = (
    ("first batch", "首批", re.compile(r"first|1st|one|1|第一|首")),
    ("second batch", "第二批", re.compile(r"second|2nd|two|2|第二")),
    ("third batch", "第三批", re.compile(r"third|3rd|three|3|第三")),
)
"""How the records name each batch, and how it is written in a question."""
IS_BATCH: Final = re.compile(r"\b(?:batch|wave|round)|批")
ORDINALS: Final = tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split())
_CARDINALS: Final = tuple("one two three four five six seven eight nine ten".split())
_ORDINALS_ZH: Final[str] = "一二三四五六七八九十"
ORDINAL: Final = rf"({'|'.join(ORDINALS)}|\d{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?"
_ORDINAL_BATCH: Final = re.compile(
    rf"\b{ORDINAL}(?: \w+){{0,3}}[ -](?:batch|round|wave)|"
    rf"\b(?:batch|round|wave) ({'|'.join(_CARDINALS)}|\d{{1,2}})\b|"
    rf"第([{_ORDINALS_ZH}]|\d{{1,2}})批"
)


def batch_words(number: int) -> str:
    """A pattern of a batch, by its number from 1 to 10, in a question or a record."""
    word, cardinal, han = (each[number - 1] for each in (ORDINALS, _CARDINALS, _ORDINALS_ZH))
    return (
        rf"(?i:\b{word}\b|\b{number}(?:st|nd|rd|th)\b|"
        rf"\b(?:batch|round|wave) (?:{number}|{cardinal})\b|"
        rf"第(?:{number}|{han})批{'|首批' if number == 1 else ''})"
    )


def batches_named(plain: Plain) -> list[str]:
    """The batches that a text names, as the records name them, to be put before a clause."""
    found = " ".join(BATCH.findall(_spelled(plain)))
    chinese = has_chinese(plain)
    return [zh if chinese else f"{en} " for en, zh, p in _BATCHES if found and p.search(found)]


def _spelled(plain: Plain) -> str:
    """With each of the three batches by its name."""
    names = (
        "首批、第二批、第三批" if has_chinese(plain) else "first batch, second batch, third batch"
    )
    return _ALL.sub(names, plain)


def one_batch_each(plain: Plain) -> list[str]:
    """The text once for each of several batches (first, batch two, 第三批), without the others."""
    named = batches_named(plain)
    if len(named) < 2:
        return []
    rest = re.sub(r"\bvs\b\.?|[,、]", " ", BATCH.sub(" ", _LATER.sub("", _spelled(plain))))
    return [f"{batch}{rest}" for batch in named]


@lru_cache(maxsize=8)  # of a question it is asked for record after record
def batch_pattern(plain: Plain) -> str | None:
    """A pattern of the batch that the question names, from 1 to 10."""
    number = batch_number(plain)
    return batch_words(number) if number and number <= len(ORDINALS) else None


def batch_number(plain: Plain) -> int | None:
    """The number of the batch that the question names."""
    found = _ORDINAL_BATCH.search(plain)
    if found is None:
        return None
    written = str(found[1] or found[2] or found[3])
    names = ORDINALS if found[1] else _CARDINALS if found[2] else _ORDINALS_ZH
    return int(written) if written.isdigit() else 1 + names.index(written)
