"""Whether an answer is of the thing that is asked for: an area tells not the rent of a park."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.lacking_quantity import counts_what_is_asked
from bot.domain.answers.read.aspect_words import Aspect
from bot.domain.answers.read.clauses import pieces
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Term
from bot.domain.search.intent import QUANTITIES
from bot.domain.search.stop_words import FILLER_ZH, STOP
from bot.domain.text import amount_token, has_chinese

_COUNTED: Final = re.compile(
    r"\b(?:how many|number of|no\. of)(?: of (?:the|those|these))? (?P<head>[^?]+)"
)
_OPENING: Final = re.compile(
    r"^(?:what(?:'?s| is| are| was| were) )?(?:the )?"
    r"(?P<head>[\w&'/-]+(?: [\w&'/-]+){0,2}?) (?:of|for|on|in|at|under|inside) "
)
"""What a short question asks for follows: the interest rate of ..."""
_PLAIN_HEAD: Final = re.compile(
    r"(?:till|kinds?|sorts?|theme|focus|url|deadline|district|years?|times?|months?|days?)\b|\d"
)
"""Begins a head that asks for no thing of its own."""
_PLAIN_WORDS: Final = frozenset("total whole max min maximum minimum average".split())
_MEASURES: Final = frozenset(
    "rate price value quota speed target cost size spending capital revenue".split()
)
"""What a word before them is measured by: a default rate is no other rate."""
_HEAD_ZH: Final = re.compile(
    r"^[^哪谁什怎如吗何比叫]*?(?:(?:多少|几)[个家名位张笔款]?(?P<after>[一-鿿]{2,4})|"
    r"(?P<before>[一-鿿]{2}率|[一-鿿]{2})[是有为要达]?(?:多少|几)[家个名人元万亿钱笔张]?(?:企业|公司)?|"
    r"(?P<tail>[一-鿿]{2}率|(?:[一-鿿](?<![多少几])){2}))\W*$"
)
"""What a short question asks for: the word after or before how many, or its last word."""
_MEASURE_ZH: Final = re.compile(r"[率价费值股税薪资权重算]$")
"""Ends the name of something measured: a rate, a price, a value."""


def unasked_card(query: Query, card: AnswerCard) -> AnswerCard | None:
    """The card that says that what is asked is not stated; None if the first line may answer.

    What the question says itself is no answer: other lines come before it.
    """
    line = next(iter(card.lines), None)
    if line is None or card.is_not_stated or card.kind or card.exists or card.pair:
        return None
    other = line.met is False or line.role or query.form not in ("value", "list")
    if other or isinstance(card.record, Term):
        return None
    alone = len(pieces(query.plain)) < 2  # else another part may ask for it
    if missing := alone and _missing(query, line):
        known = Line(line.record, text=line.record.summary)
        return AnswerCard(line.record, (Line(line.record, missing=missing), known))
    said, asks = {*query.question.amounts}, query.question.intents & QUANTITIES
    if query.form != "value" or len(said) != 1 or not asks:
        return None
    told = {x: {amount_token(f.value, f.unit) for f in x.figures} <= said for x in card.lines}
    repeats = [x for x in card.lines if x.figures and told[x]]
    others = [x for x in card.lines if x not in repeats]
    return replace(card, lines=(*others, *repeats)) if others and line in repeats else None


def _missing(query: Query, line: Line) -> Aspect | None:
    """What is asked for, if it is another thing than the line or no text of the record has it."""
    figures = line.figures
    sure = figures and all(f.confidence != "conflicting" for f in figures)
    if sure and not any(counts_what_is_asked(f, query.question) for f in figures):
        return "count"
    if all(query.release.index.says(line.record.id, words) for words in _heads(query)):
        return None
    return "count" if _COUNTED.search(query.plain) else "asked"


def _heads(query: Query) -> Iterator[str]:
    """The words of what is asked for, of a question that is one short clause."""
    plain = query.plain
    if re.search(r"[,.;:?]\s*\S", plain):
        return
    if has_chinese(plain):
        found = _HEAD_ZH.search(FILLER_ZH.sub("", plain))
        head = next(filter(None, found.groups()), "") if found else ""
        named = query.question.concepts & query.release.index.parse(head).concepts
        if not {*"的了过"} & {*head} and (named or _MEASURE_ZH.search(head)):
            yield head
        return
    counted = _COUNTED.search(plain)
    found = counted or _OPENING.search(plain)
    if found is None or _PLAIN_HEAD.match(found["head"]):
        return
    words = [*takewhile(lambda word: word not in STOP, found["head"].split())]
    measured = len(words) > 1 and words[-1] in _MEASURES and _PLAIN_WORDS.isdisjoint(words)
    whole = measured and " ".join(words) == found["head"]
    if words and (counted or whole):  # a word alone may be an everyday one: a handout
        yield " ".join(words[:3])
        if measured:
            yield from words[-2:]
