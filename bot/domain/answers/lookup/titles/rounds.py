"""Whether a round is open, and when the next one is: read from the records of the procedure."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.titles.keeping import AROUND, title_asked
from bot.domain.answers.read.batches import batch_number
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Measure, Record
from bot.domain.eligibility.rounds import newest, rounds_of
from bot.domain.eligibility.tiers import find_tiers
from bot.domain.release import Release
from bot.domain.search.ranking import MONTH_LENGTH, SUPPORT
from bot.domain.search.vocabulary import DISTRICT
from bot.domain.text import pattern_of

_NEXT: Final = pattern_of(
    r"\b(?:next|another|further) (?:\w+ ){0,3}(?:batch|round|window|intake|call)|"
    r"\bopens? (?:again|next)\b|\b(?:date|when|open).{0,30}\bsecond (?:\w+ )?(?:batch|round)|"
    r"\bsecond (?:\w+ )?(?:batch|round)\b.{0,30}\bwhen|\bthe next one\b|"
    r"\b(?:when|apply|open\w*)\b.{0,24}\bnext(?: year\b|\W*(?:$|,))|"
    r"\b(?:batch|round|recognition|appl\w+|fil\w+)\b.{0,30}\bsecond half\b|"
    r"下半年.{0,12}(?:批|轮|报|评|认定)|(?:还会?|再)有.{0,8}批(?!评)|"
    r"明年.{0,4}(?:什么时候|几时|何时|几月|[能可再])|"
    r"下一?(?:批|轮|次)|第二批.{0,8}(?:什么|几|时间|何)|"
    r"(?:什么时候|几时)(?:再|开始)|(?:后面|之后).{0,6}批次"
)
_OPEN: Final = pattern_of(
    r"\b(?:is|are|any)\b.{0,40}\bopen\b|\bopen (?:right )?now\b|\bmiss(?:ed)?\b|\btoo late\b|"
    r"\bstill (?:\w+ )?(?:apply|file|submit|get in|join|enter|in time|time)|"
    r"\b(?:can|could|may|get in|apply|file)\b.{0,40}\bthis year\b|"
    r"\b(?:filing|application) (?:window|season|period|round)|\bround (?:over|closed)|\bwindow\b|"
    r"(?:现在|目前|今年|眼下).{0,10}(?:能|可以|来得及).{0,8}(?:报|申|评)|来得及|"
    r"(?:现在|目前).{0,8}(?:开着|在报|受理)|批次开着|还开|开放(?:申|报|着)|(?:申报|报名).{0,6}(?:过了|结束|截止|关了)|"
    r"几月(?:几[号日])?到几|固定.{0,2}时间|时间段|错过|赶得上"
)
_LATE: Final = re.compile(
    r"\bmiss(?:ed)?\b|\b(?:late|over|closed)\b|错过|过了|结束|截止(?:了|没)|关了|晚了"
)
"""Asks whether it is closed, so that a no would mean that it is open."""
_TIME: Final = "什么时候|几时|何时|(?:什么|哪个?)时(?:段|间)|哪几个?月|几月份?|几号"
_FILED: Final = pattern_of(
    r"\bwhen (?:can|could|do|did|should|must|may|will) (?:we|i|you|one|firms?|companies) "
    r"(?:apply|file|submit|register|sign up)|"
    r"\bwhen(?:'s| is| was)? (?:the )?filing\b|"
    r"\bwhen (?:is|was|does|did|will|are|were) .{0,40}\b(?:fil(?:e|ing)|form|applications?|closed?|"
    r"registration|submissions?)\b|"
    r"\b(?:fil(?:e|ing)|application|registration|submission)s? "
    r"(?:dates?|deadlines?|times?|start|end|open|close)|"
    r"\b(?:deadline|last day|cut-?off)s? (?:to|for) (?:apply|applying|file|filing|submit|register)|"
    r"(?:申报|填报|受理|报名|申请|网报|入库)的?(?:期|时间|时段|窗口|日期|截止|起止)|"
    rf"(?:{_TIME})(?:可以|能|开始|截止)?(?:申报|填报|受理|报名|申请|网报|入库|能?填|报(?![告备销]))|"
    rf"(?:申报|填报|受理|报名|申请|网报|入库)(?:是|在|从)?(?:{_TIME})"
)
_STARTED: Final = re.compile(
    r"\bwhen\b.{0,40}\b(?:open|start|beg[ia]n|run|happen)|(?:什么时候|[何几]时|哪[天年]).{0,4}(?:开|启动)"
)
_FURTHER: Final = re.compile(
    r"\b(?:next|another|further|again|second half)\b|下|再|还会?有|明年|后面|之后"
)
"""Asks for the round after the one that is named."""
_AHEAD: Final = {"今年": 0, "this year": 0, "明年": 1, "next year": 1}
_AGAIN: Final = re.compile(
    r"\b(?:turned down|refused|rejected|failed|second (?:try|attempt|go))\b|"
    r"(?:没|未)(?:评上|通过|过).*再|落选|被刷"
)
"""Asks for a second attempt, not for the next round."""


def round_card(query: Query) -> AnswerCard | None:
    """Whether or when a title can be applied for, or when next; None if that is not asked."""
    release, question, plain, today = query.release, query.question, query.plain, query.today
    if question.concepts & SUPPORT:
        return None
    named = _round_of_batch(query)
    later = _is_later(query)
    ahead = _NEXT.search(plain) and (not named or _FURTHER.search(plain))
    after = later or ahead
    filed = _FILED.search(plain) or (named and _STARTED.search(plain))
    of_batch = None if after else named
    title, still = title_asked(question), _OPEN.search(plain) or (named and _LATE.search(plain))
    deadline = not after and "deadline" in question.concepts and (of_batch or title)
    asks = after or filed or still or deadline
    if not asks or _AGAIN.search(plain):
        return None
    if any(int(d[:4]) < today.year or len(d) == MONTH_LENGTH for d in question.dates):
        return None
    about = {c for c in question.concepts - AROUND if not c.startswith(DISTRICT)}
    if "batch" in question.concepts:
        about -= {"online", "documents"}
    other_place = of_batch and question.districts.isdisjoint(of_batch.districts)
    if (not after and about) or (question.districts and not (later or other_place)):
        return None
    title = title or ("specialised" if after and not about else "")
    procedures = release.catalogue.procedures
    whole_year = title and not of_batch and (still or not deadline)
    batches = procedures(title, "batches") if whole_year else []
    rounds = newest(procedures(title, "round")) if title else []
    record = of_batch or next(iter(batches or rounds), None)
    if record is None:
        return None
    unstated = list(_next_unstated(release, record, title))[:1]
    stated = [Line(record, text=record.summary)]
    if record.validity is not None and not batches:
        ends = record.validity.ends
        over = has_form(plain, "can") and not _LATE.search(plain) and ends and ends < today
        dated = not (after or record.validity.assumed)  # an assumed end is no deadline
        asked = "window" if named and _STARTED.search(plain) and not over else "closed"
        closed = asked if ends and ends < today and dated else None
        note = Line(record, text=record.validity.note, met=False if over else None, role=closed)
        stated.insert(1 if filed and not closed else 0, note)
    former = [named] if later and named else rounds[:1]
    last_round = [Line(m, text=m.summary) for m in former if batches]
    stated = [*last_round, *stated] if after else [*stated, *last_round]
    first = unstated if after or question.districts or (batches and not filed) else stated
    lines = (*first, *(stated if first is unstated else unstated))
    return AnswerCard(lines[0].record, lines)


def _is_later(query: Query) -> bool:
    """Whether it asks when a batch of this year or the next is, of which no round is known."""
    question, plain, today = query.question, query.plain, query.today
    batch = batch_number(plain)
    ahead = [today.year + years for word, years in _AHEAD.items() if word in plain]
    year = max((int(d[:4]) for d in question.dates), default=max(ahead, default=0))
    when = "when" in question.intents and "count" not in question.intents
    if not (batch and when) or year < today.year or title_asked(question) == "little-giant":
        return False
    known = rounds_of(query.release.catalogue, "specialised", "little-giant")
    return (year, batch) not in {(each.year, each.batch) for _, each in known}


def _round_of_batch(query: Query) -> Measure | None:
    """The round of the batch that is named."""
    if (batch := batch_number(query.plain)) is None:
        return None
    titles = [title] if (title := title_asked(query.question)) else ("little-giant", "specialised")
    rounds = rounds_of(query.release.catalogue, *titles)
    return next((m for m, each in rounds if each.batch == batch), None)


def _next_unstated(release: Release, record: Record, title: str) -> Iterator[Line]:
    """What is not stated about the next round, the plainest first; of the rules' round too."""
    tiers = find_tiers(release.catalogue.dataset.tiers, title, "current")
    for own in (*(t for t in tiers if t.part == "round"), record):
        found = [s for s in own.not_stated if s.about == "when"]
        found.sort(key=lambda s: s.procedure != "round")
        yield from (Line(own, text=s.text, stated=False) for s in found)
