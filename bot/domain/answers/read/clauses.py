"""The clauses of a question that ask something, each with the subject that they share."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from bot.domain.answers.read.batches import BATCH, IS_BATCH, batches_named
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, TIER_TERMS, tiers_named
from bot.domain.text import Plain

CLAUSE_END: Final = re.compile(r"[,;。?!]|\.(?!\d)")
SENTENCE_END: Final = re.compile(r"[;。?!]|\.(?!\d)")
_PIECE: Final = re.compile(
    r"[?。;!]+|[,、](?!\d)|:\s|(?<!\bno)\.\s|\s-+\s|\s\+\s|"
    r"\b(?:and|plus|also|as well as|then)\b|\s&\s|\sn\s|另外|还有|以及|"
    r"(?<![么何样])(?<!碳中)[和与跟及](?=[^,]{2})|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]{3})"
)
_VAGUE: Final = frozenset({"batch"})
"""What is a subject only if nothing else is: a batch of which title, parks or fund?"""
HEAD: Final = re.compile(r"[^,.;?。]+:")
"""The subject, before what is asked of it."""
_WHOLE, _ALIKE = 0.92, 0.7
"""Coverage and likeness from which a part is answered without the others."""
NAMED_ITSELF: Final = 0.85
"""Likeness from which a part is not about the record of the whole question."""
_MEASURED: Final = frozenset(
    "output assets score growth area count rate maximum duration deadline building average "
    "target interest-rate address contact authority law document-number ranking minimum".split()
)
"""Terms of what is asked about a subject."""
_AMOUNTS: Final = frozenset(("share-of-total", "maximum", "rate", "target", "per-firm"))
"""Terms of which amount of some support is asked for."""
_SHORT: Final = 56
"""Length of a clause that may ask without a word that asks."""
_TELLS: Final = re.compile(
    r"^with(?:out)?\b|^(?:no|not)\b|^没|\b(?:we|we're|our|us|my|i|i'm|have|has|had|be|is|are|was|were)\b|我|咱|俺|本公司|已经|刚"
)
"""Tells something: of the firm, or with a verb."""
_PARKS: Final = frozenset(("park", "featured-park"))
"""Terms that make an industry a subject: its parks are meant."""
_FILLERS: Final = ("share-of-total", "shanghai")
"""What one clause asks for, and no subject of the next."""
_MOST: Final = 4
ASKS: Final = re.compile(
    r"\bwh(?:at|ich|o|en|ere|y)s?\b|\bhows?\b|要不要|有没有|能不能|是不是|"
    r"^(?:any|(?:is|are|do|does|can|may|must|will)\b(?!.*\bit\b))|"
    r"什么|多少|几|哪|谁|怎|如何|吗|多大|多久|多长"
)


def pieces(plain: Plain) -> list[Plain]:
    """Its clauses."""
    return [Plain(p.strip()) for p in _PIECE.split(plain) if len(p.strip()) > 1]


def asking_clauses(release: Release, whole: ParsedQuestion) -> list[ParsedQuestion]:
    """The clauses that ask something, each with the subject that they share; [] for one alone."""
    plain = whole.text
    found = pieces(plain)
    if len(found) < 2:
        return []
    if len(batch := batches_named(plain)) == 1 and IS_BATCH.search(plain):
        found = [p if BATCH.search(p) else Plain(f"{batch[0]}{p}") for p in found]
    read = [release.index.parse(piece) for piece in found]
    marked = {p for p in found if f"{p}?" in plain}
    shared = _subjects(release, read)
    dated = {q.dates for q in read if q.dates}
    dates = next(iter(dated)) if len(dated) == 1 else frozenset[str]()
    asking = islice(_asking(release, read, marked), _MOST)
    parts = [
        q
        if shared and _comes_first(release, plain, q, shared[0])
        else _with_subject(release, q, shared)
        for q in asking
    ]
    return [replace(q, dates=q.dates or dates, outside=whole.outside) for q in parts]


def _asking(
    release: Release, read: Sequence[ParsedQuestion], marked: Collection[str]
) -> Iterator[ParsedQuestion]:
    """The clauses that ask; after the first, also one that only names what the same is asked of.

    `marked`: those that end with a question mark.
    """
    asked: ParsedQuestion | None = None
    for place, question in enumerate(read, start=1):
        after = read[place : place + 1]
        continues = _continues(release, question)
        alone = _asks(question) or (continues and _is_own(release, question, after))
        if asked and continues and not (alone or question.intents):
            yield _asked_as(release, question, asked)
        elif alone or (question.text in marked and continues):
            asked = question
            yield question


def _asks(question: ParsedQuestion) -> bool:
    """Whether a clause asks; or names what is wanted, and tells no amount nor of the firm."""
    wants = question.intents and not (question.amounts or _TELLS.search(question.text))
    return bool(wants or ASKS.search(question.text))


def _is_own(release: Release, question: ParsedQuestion, after: Sequence[ParsedQuestion]) -> bool:
    """Whether a clause asks of support without a word that asks: its total, or before another."""
    kinds = question.concepts & SUPPORT | _kinds_named(release, question)
    before_other = any(_kinds_named(release, q) - kinds for q in after)
    return bool(kinds and (before_other or question.concepts & _AMOUNTS))


def _continues(release: Release, question: ParsedQuestion) -> bool:
    """Whether a clause asks without a word that asks: and of X, and the output."""
    text = question.text
    if question.amounts or len(text) > _SHORT or _TELLS.search(text):
        return False
    named = has_subject(release, question) or question.concepts & SUPPORT
    return bool(
        question.named or question.concepts & _MEASURED or (named and len(text) <= _SHORT // 2)
    )


def _asked_as(release: Release, question: ParsedQuestion, asked: ParsedQuestion) -> ParsedQuestion:
    """A clause that names a subject, with what an earlier clause asks."""
    if question.concepts & _MEASURED:
        return question
    terms = release.catalogue.terms
    kinds = {c for c in asked.concepts if c in terms and terms[c].kind in ("word", "filler")}
    weights = {t: w for t, w in asked.weights.items() if t[0] == "#" and t[1:] in kinds}
    return replace(
        question,
        intents=asked.intents,
        concepts=question.concepts | kinds,
        weights={**weights, **question.weights},
    )


def has_subject(release: Release, question: ParsedQuestion) -> bool:
    """Whether it names a subject of its own."""
    return bool(_subjects(release, [question]))


def _subjects(release: Release, questions: Iterable[ParsedQuestion]) -> Sequence[ParsedQuestion]:
    """Those that name a subject; a batch is one only if nothing else is."""
    found = [q for q in questions if any(_is_subject(release, c) for c in q.concepts)]
    return [q for q in found if any(_is_subject(release, c) for c in q.concepts - _VAGUE)] or found


def _is_subject(release: Release, concept: str) -> bool:
    term = release.catalogue.terms.get(concept)
    return term is None or term.kind in ("term", "industry", "place")


def _only_industries(release: Release, question: ParsedQuestion) -> bool:
    terms = release.catalogue.terms
    kinds = {terms[c].kind if c in terms else "record" for c in question.concepts}
    parks = not question.concepts.isdisjoint(_PARKS)
    return "industry" in kinds and not parks and kinds.isdisjoint(("term", "record"))


def _comes_first(
    release: Release, plain: Plain, question: ParsedQuestion, subject: ParsedQuestion
) -> bool:
    """Whether a clause before the one that names a subject needs none."""
    before = plain.find(question.text) < plain.find(subject.text)
    return before and stands_alone(release.index.search(question), NAMED_ITSELF)


def _with_subject(
    release: Release, question: ParsedQuestion, subjects: Sequence[ParsedQuestion]
) -> ParsedQuestion:
    """The clause with the subjects of the first clause that names one, where it has none.

    What the firm makes is a subject only if nothing else is.
    """
    others = (q for q in subjects if q.concepts & SUPPORT or tiers_named(q) or q.named)
    first = next(iter(subjects), None)
    if first and not first.concepts & SUPPORT and _only_industries(release, first):
        first = next(others, first)
    if first is None or first is question:
        return question
    if any(question.text == s.text for s in subjects):
        vague = len(question.concepts) < 2 or tiers_named(question) or first.districts
        if not vague and stands_alone(release.index.search(question), NAMED_ITSELF):
            return question
        return replace(inherit(question, first, weight=0.2), named=question.named)
    if any(not release.index.is_light(c) for c in question.concepts):
        first = without(first, _FILLERS)
    first = _of_kind(release, first, question)
    return inherit(question, first, weight=1.0)


def _of_kind(release: Release, first: ParsedQuestion, question: ParsedQuestion) -> ParsedQuestion:
    """A subject without what is of another kind: a loan is asked about, no longer the guarantee."""
    named, of_first = _kinds_named(release, question), _kinds_named(release, first)
    own = question.concepts & SUPPORT | named
    if not own or not (first.concepts & SUPPORT | of_first) - own:
        return first
    if of_first and not named:
        return without(first, SUPPORT - own)
    return without(first, [c for c in first.concepts - own if not _is_kept(release, c)])


def _kinds_named(release: Release, question: ParsedQuestion) -> set[str]:
    """The kinds of the offers that it calls by their names."""
    terms, measures = release.catalogue.terms, release.catalogue.measures
    own = question.concepts & terms.keys() - SUPPORT
    named = (terms[c] for c in own if terms[c].kind == "term")
    seen = (measures.get(i) for term in named for i in term.see)
    return {m.kind for m in seen if m and m.kind}


def _is_kept(release: Release, concept: str) -> bool:
    """Whether it is a title or a place, which several kinds of support share."""
    term = release.catalogue.terms.get(concept)
    return concept in TIER_TERMS or term is None or term.kind == "place"


def stands_alone(hits: Iterable[Hit], alike: float = _ALIKE) -> bool:
    """Whether a part needs no subject of another: a document covers it and is alike."""
    return any(h.coverage >= _WHOLE and h.likeness >= alike for h in hits)


def without(question: ParsedQuestion, concepts: Iterable[str]) -> ParsedQuestion:
    """The question without these terms."""
    gone = set(concepts)
    weights = {t: w for t, w in question.weights.items() if t[1:] not in gone or t[0] != "#"}
    districts = frozenset(d for d in question.districts if f"district:{d}" not in gone)
    return replace(
        question, weights=weights, concepts=question.concepts - gone, districts=districts
    )


def inherit(question: ParsedQuestion, first: ParsedQuestion, weight: float) -> ParsedQuestion:
    """The part of a question with the terms, places and dates of another one."""
    weights = {t: w * weight for t, w in first.weights.items() if t[0] == "#"}
    return replace(
        question,
        weights={**weights, **question.weights},
        concepts=question.concepts | first.concepts,
        districts=question.districts or first.districts,
        dates=question.dates or first.dates,
        named=question.named or first.named,
        past=question.past or first.past,
    )
