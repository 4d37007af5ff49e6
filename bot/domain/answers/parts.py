"""Splits a compound question into parts that are answered one by one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.answers.aspects import names_batch
from bot.domain.release import Release
from bot.domain.search.documents import Document
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH, SUPPORT, rungs_of
from bot.domain.text import has_chinese

_RUNGS: Final = ("innovative-sme", "tech-sme", "srdi", "little-giant", "single-champion")
CLAUSE: Final = re.compile(
    r"[?？。；;!！]+|[,，、：](?!\d)|:\s|\.\s|\s[-–—]+\s|\s\+\s|"
    r"\b(?:and|plus|also|as well as|then)\b|另外|还有|以及|(?<![么何样咋])[和与跟及](?=[^,，]{2})"
)
_SIDES: Final = re.compile(
    r"\b(?:vs\.?|versus|against|compared? (?:with|to)|next to|or|and|than)\b|"
    r"还是|[跟和与、比]|[,，]"
)
_BATCH: Final = re.compile(
    r"\b(?:first|second|third|1st|2nd|3rd)\b"
    r"(?=.{0,40}\b(?:wave|batch|round|list)|\s*(?:vs|,|and|or)| \d)|"
    r"(?:\b(?:batch(?:es)?|round|wave)|(?<=[,&])|\band) ?(?:one|two|three|[123])\b(?! ?\d)|"
    r"第[一二三]批|首批|三批(?=各|分别)",
    re.IGNORECASE,
)
_BATCHES: Final = (
    ("first batch", "首批", re.compile(r"first|1st|one|1|第一|首|(?<!第)三批")),
    ("second batch", "第二批", re.compile(r"second|2nd|two|2|第二|(?<!第)三批")),
    ("third batch", "第三批", re.compile(r"third|3rd|three|3|三批")),
)
"""How the records name each batch, and how it is written in a question."""
_IS_BATCH: Final = re.compile(r"\b(?:batch|wave|round)|批", re.IGNORECASE)
_ALL_ASK: Final = re.compile(
    r"\b(?:two|three|four|both) (?:things|figures|questions|numbers|points)\b|in one go|分别|"
    r"(?:两|三|几)个(?:问题|数)|一次问清|各是?多少|写汇报"
)
_HEAD: Final = re.compile(r"[^,.;?，。；？]+[:：]")
"""The subject, before what is asked of it."""
_NOTED: Final = re.compile(
    r"(?!.*\b(?:wh\w+|how|we|our|us|i|my|is|are|can|does|do)\b)"
    r"[^.?!,]*,? (?:and|plus) [^.?!,]*[.?]?$"
)
"""Two things in note form: deadline for X and goal of Y."""
_TWO: Final = 2
_WHOLE, _ALIKE = 0.92, 0.7
"""Coverage and likeness from which a part is answered without the others."""
_NAMED_ITSELF: Final = 0.85
"""Likeness from which a part is not about the record of the whole question."""
_EACH: Final = re.compile(r"\beach\b|各是?多少|分别")
_FILLERS: Final = ("share-of-total",)
"""What one clause asks for, and no subject of the next."""
_MOST: Final = 4
_MOST_JOINED: Final = 8
"""More cannot be shown, and each is looked up."""
ASKS: Final = re.compile(
    r"\bwh(?:at|ich|o|en|ere|y)\b|\bhow\b|什么|多少|几|哪|谁|怎|如何|吗|多大|多久|多长"
)


def joined(
    release: Release, text: str, question: ParsedQuestion, *, compares: bool
) -> list[ParsedQuestion]:
    """The question once for each of several batches, districts, rungs, amounts or years.

    `compares`: whether it asks for a difference, perhaps from the former rules.
    """
    if _one_batch_each(text):
        others = _of_other_years(release, text)
        for clause, _ in others:
            text = text.replace(clause, " ")
        batches = _one_batch_each(text)
        return [release.index.parse(t) for t in batches] + [q for _, q in others]
    for ids in (
        [f"district:{d}" for d in sorted(question.districts)],
        [r for r in _RUNGS if r in question.concepts],
    ):
        if len(ids) > 1:
            return [
                _without(question, [i for i in ids if i != kept]) for kept in ids[:_MOST_JOINED]
            ]
    if compares and len(question.amounts) > 1:
        return [_only_amount(question, amount) for amount in question.amounts[:_MOST_JOINED]]
    years = sorted({d for d in question.dates if len(d) != MONTH_LENGTH})
    if len(years) > 1:
        return [_in_year(question, year) for year in years[:_MOST_JOINED]]
    if compares and question.past:
        now = _without(question, ["previous", "superseded"])
        return [replace(now, past=False, dates=frozenset()), question]
    return []


def _one_batch_each(text: str) -> list[str]:
    """The text once for each of several batches (first, batch two, 第三批), without the others."""
    named = batches_named(text)
    if len(named) < 2:
        return []
    rest = re.sub(r"\bvs\b\.?|[,，、]", " ", _BATCH.sub(" ", text))
    return [f"{batch}{rest}" for batch in named]


def batches_named(text: str) -> list[str]:
    """The batches that a text names, as the records name them, to be put before a clause."""
    found = " ".join(_BATCH.findall(text)).lower()
    chinese = has_chinese(text)
    return [zh if chinese else f"{en} " for en, zh, p in _BATCHES if found and p.search(found)]


def _of_other_years(release: Release, text: str) -> list[tuple[str, ParsedQuestion]]:
    """The clauses after the last batch that ask about a year, with the subject of the batches."""
    last = max((m.end() for m in _BATCH.finditer(text)), default=len(text))
    read = [(p, release.index.parse(p)) for p in pieces(text[last:])]
    found = [(p, q) for p, q in read if q.dates]
    if not found:
        return []
    about = release.index.parse(_BATCH.sub(" ", text[:last]))
    return [(p, _with(release, q, [about])) for p, q in found]


def _in_year(question: ParsedQuestion, year: str) -> ParsedQuestion:
    dates = frozenset(d for d in question.dates if d[:4] == year)
    return replace(question, dates=dates, past=year == "2022")


def _only_amount(question: ParsedQuestion, amount: str) -> ParsedQuestion:
    others = set(question.amounts) - {amount}
    weights = {t: w for t, w in question.weights.items() if t not in others}
    return replace(question, weights=weights, amounts=(amount,))


def _without(question: ParsedQuestion, concepts: Iterable[str]) -> ParsedQuestion:
    gone = set(concepts)
    weights = {t: w for t, w in question.weights.items() if t[1:] not in gone or t[0] != "#"}
    districts = frozenset(d for d in question.districts if f"district:{d}" not in gone)
    return replace(
        question, weights=weights, concepts=question.concepts - gone, districts=districts
    )


def placeless(question: ParsedQuestion) -> ParsedQuestion:
    """The question without its districts."""
    return _without(question, [f"district:{d}" for d in question.districts])


def sides(release: Release, text: str, whole: ParsedQuestion) -> list[ParsedQuestion]:
    """The two sides of a comparison (X vs Y, X跟Y), with what the whole question asks."""
    head = _HEAD.match(text)
    shared = head.end() if head and not _SIDES.search(head[0]) else 0
    parts = [p for p in _SIDES.split(text[shared:]) if p.strip()]
    read = [q for q in map(release.index.parse, parts) if _is_named(release, q)]
    if len(read) < 2:
        return []
    one, other = read[:2]
    return [_side(release, one, other, whole), _side(release, other, one, whole)]


def _is_named(release: Release, question: ParsedQuestion) -> bool:
    """Whether it names a subject, or describes one in several words."""
    words = [c for c in question.concepts if not release.index.is_light(c)]
    return has_subject(release, question) or len(words) > _TWO


def _side(
    release: Release, question: ParsedQuestion, other: ParsedQuestion, whole: ParsedQuestion
) -> ParsedQuestion:
    """One side with what both share: what the other names of another kind, and the rest."""
    own = question.concepts & SUPPORT
    kinds = own or whole.concepts & SUPPORT
    terms = release.catalogue.terms
    sorts = {terms[c].kind for c in question.concepts if c in terms}
    kinds |= {c for c in other.concepts if c in terms and terms[c].kind not in sorts}
    weights = {
        t: w
        for t, w in whole.weights.items()
        if t not in other.weights or (t[1:] in kinds and t[0] == "#")
    }
    return replace(
        question,
        intents=whole.intents,
        dates=question.dates or whole.dates,
        concepts=question.concepts | kinds,
        weights={**weights, **question.weights},
    )


def asks_each(plain: str) -> bool:
    """Whether a normalised question asks the same of each of several things."""
    return _EACH.search(plain) is not None


def pieces(text: str) -> list[str]:
    """The clauses of a text."""
    return [p.strip() for p in CLAUSE.split(text) if len(p.strip()) > 1]


def clauses(release: Release, text: str, whole: ParsedQuestion) -> list[tuple[str, ParsedQuestion]]:
    """The clauses that ask something, each with the subject that they share; [] for one alone."""
    found = pieces(text)
    if len(found) < 2:
        return []
    if len(batch := batches_named(text)) == 1 and _IS_BATCH.search(text):
        found = [p if _BATCH.search(p) else f"{batch[0]}{p}" for p in found]
    read = all_read = [(piece, release.index.parse(piece)) for piece in found]
    asking = [(t, q) for t, q in read if q.intents or ASKS.search(t.lower())]
    read = read[1:] if _HEAD.match(text) else read
    if _ALL_ASK.search(text.lower()) or (len(read) == _TWO and _NOTED.match(text.lower())):
        asking = [(t, q) for t, q in read if q.intents or _subjects(release, [q])]
    shared = _subjects(release, (q for _, q in all_read))
    places = frozenset(d for _, q in read for d in q.districts)
    parts = [(t, _with(release, q, shared)) for t, q in asking[:_MOST]]
    return [
        (t, replace(q, districts=q.districts or places, outside=whole.outside)) for t, q in parts
    ]


def has_subject(release: Release, question: ParsedQuestion) -> bool:
    """Whether it names a subject of its own."""
    return bool(_subjects(release, [question]))


def _subjects(release: Release, questions: Iterable[ParsedQuestion]) -> Sequence[ParsedQuestion]:
    return [q for q in questions if any(_is_subject(release, c) for c in q.concepts)]


def _is_subject(release: Release, concept: str) -> bool:
    term = release.catalogue.terms.get(concept)
    return term is None or term.kind in ("term", "industry", "place")


def _only_industries(release: Release, question: ParsedQuestion) -> bool:
    terms = release.catalogue.terms
    kinds = {terms[c].kind if c in terms else "record" for c in question.concepts}
    return "industry" in kinds and kinds.isdisjoint(("term", "record"))


def _with(
    release: Release, question: ParsedQuestion, subjects: Sequence[ParsedQuestion]
) -> ParsedQuestion:
    """The clause with the subjects of the first clause that names one, where it has none.

    What the firm makes is a subject only if nothing else is.
    """
    others = (q for q in subjects if q.concepts & SUPPORT or rungs_of(q) or q.named)
    first = next(iter(subjects), None)
    if first and not first.concepts & SUPPORT and _only_industries(release, first):
        first = next(others, first)
    if first is None or first is question:
        return question
    if any(question is s for s in subjects):
        vague = len(question.concepts) < _TWO or rungs_of(question) or first.districts
        if not vague and stands_alone(release.index.search(question), _NAMED_ITSELF):
            return question
        return replace(inherit(question, first, weight=0.2), named=question.named)
    if any(not release.index.is_light(c) for c in question.concepts):
        first = _without(first, _FILLERS)
    return inherit(question, first, weight=1.0)


def stands_alone(hits: Iterable[Hit], alike: float = _ALIKE) -> bool:
    """Whether a part needs no subject of another: a document covers it and is alike."""
    return any(h.coverage >= _WHOLE and h.likeness >= alike for h in hits)


def of_part(release: Release, hits: Iterable[Hit], plain: str, top: str) -> list[Hit]:
    """The hits of a part, those first that name its batch, then those of the top record."""
    found = [h for h in hits if h.document.kind != "term"]
    if any(h.likeness >= _NAMED_ITSELF for h in found[:1]):
        top = ""

    def factor(document: Document) -> float:
        record = release.catalogue.records.get(document.record)
        if record and names_batch(record, plain):
            return 1.8
        stated = document.kind != "not-stated"
        return 1.3 if stated and document.record == top else 1.0

    found = [h._replace(score=h.score * factor(h.document)) for h in found]
    return sorted(found, key=lambda h: -h.score)


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
