"""What people ask about a record that it may not state: a phone number, the interest rate ...

Such a question names the aspect in so many words. If no text of the record speaks of it, no
figure of the record answers, however near the words are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final, cast

from pydantic import BaseModel

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.aspect_words import PATTERNS, Aspect
from bot.domain.answers.read.batches import batch_pattern
from bot.domain.data.models import Figure, Measure, Record, Term, Text, Tier, Zone
from bot.domain.text import Plain, pattern_of

_compiled = cache(pattern_of)
"""Patterns are compiled for the first question, not at the start."""
_OF_ZONES: Final[frozenset[Aspect]] = frozenset(("tenants", "industry", "level"))
"""Asked of parks and clusters only."""
_OF_TITLES: Final[frozenset[Aspect]] = frozenset(
    "weights success-rate duration exchange average export jobs women".split()
)
"""Asked of the requirements of a title; the others are asked of what goes with it."""


def missing_aspect(record: Record, plain: Plain) -> Aspect | None:
    """The first aspect that a normalised question names and no text of the record speaks of."""
    batch = None if isinstance(record, Tier) else batch_pattern(plain)
    names = PATTERNS.keys() if isinstance(record, Zone) else PATTERNS.keys() - _OF_ZONES
    names = _OF_TITLES if isinstance(record, Tier) else names
    asked = [a for a in _asked(plain) if a in names]
    if not asked and not batch:
        return None
    said = _said(record)
    if batch and not re.search(batch, said):
        return "batch"
    return next((a for a in asked if not _compiled(PATTERNS[a].says).search(said)), None)


@lru_cache(8)  # a question is compared with several records
def _asked(plain: Plain) -> Sequence[Aspect]:
    """The aspects that a normalised question asks for; most ask for none."""
    asks_any = _compiled("|".join(words.asks for words in PATTERNS.values())).search(plain)
    return [a for a in PATTERNS if asks_for_aspect(a, plain)] if asks_any else []


def asks_for_aspect(aspect: Aspect, plain: Plain) -> bool:
    """Whether a normalised question asks for an aspect."""
    return _compiled(PATTERNS[aspect].asks).search(plain) is not None


def missing_aspect_card(card: AnswerCard, plain: Plain) -> AnswerCard | None:
    """The card that says so, if its record does not speak of what is asked.

    A limit that the sum asked for keeps stands before that.
    """
    record = card.record
    barred = bool(card.lines) and card.lines[0].met is False
    if card.heading or card.is_not_stated or barred or isinstance(record, Term):
        return None
    missing = missing_aspect(record, plain)
    if missing is None:
        return None
    unsaid = Line(record, missing=missing)
    decides = [line for line in card.lines[:1] if line.met and line.figures]
    if decides and missing != "frequency":
        return replace(card, lines=(*decides, unsaid, *card.lines[1:]))
    return AnswerCard(record, (unsaid, Line(record, text=record.summary)))


def card_that_states(card: AnswerCard, others: Sequence[AnswerCard], plain: Plain) -> AnswerCard:
    """The card; if no text of its record speaks of what is asked, a related one that does.

    If there is none, the card that says so.
    """
    silent = missing_aspect_card(card, plain)
    if silent is None or not silent.is_not_stated:
        return silent or card
    related = card.record.related if isinstance(card.record, Measure) else ()
    beside = (c for c in others if c.record.id in related and not c.is_not_stated)
    return next((c for c in beside if missing_aspect_card(c, plain) is None), silent)


def names_batch(record: Record, plain: Plain) -> bool:
    """Whether a record's summary speaks of the batch that a normalised question names."""
    batch = batch_pattern(plain)
    return batch is not None and re.search(batch, "\n".join(_texts(record.summary))) is not None


@lru_cache(8)  # as above, and a record with several clauses
def _said(record: Record) -> str:
    return "\n".join(_texts(record))


def _texts(value: object) -> Iterator[str]:
    """Every text that the record shows; not what it says is not stated."""
    if isinstance(value, Text):
        yield value.en
        yield value.zh
    elif isinstance(value, Figure):
        yield f"unit:{value.unit} scope:{value.scope}"
        yield from _texts(value.name)
        if value.period:
            yield from _texts(value.period)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "not_stated":
                yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for each in cast("tuple[object, ...]", value):
            yield from _texts(each)
