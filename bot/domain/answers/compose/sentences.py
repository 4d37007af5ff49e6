"""Sentences of a record, those first that share most with a question."""

import re
from collections.abc import Sequence, Set
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.data.models import Measure, Record, Text
from bot.domain.full_stops import FULL_STOP
from bot.domain.search.intent import WHEN
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.tokens import telling_words
from bot.domain.text import amount_token, has_chinese, parse_text

_SENTENCE: Final = re.compile(rf".+?(?:[。；]|(?:;|{FULL_STOP})(?=\s|$)|$)")
_DANGLING: Final = re.compile(
    r"(?:nor|which|and|but|or|so|then|while|either)\b|而|但|也|并|且|其中"
)
_FOLLOWS: Final = re.compile(
    r"\bconsequences?\b|\bpunish\w*|\bpenalt\w+|\bwhat happens\b|\bwhat now\b|"
    r"后果|处罚|会怎|怎么处理"
)
_SHORT: Final = 110
"""A sentence this short that repeats amounts says nothing else."""
_HOW_LONG: Final = re.compile(
    r"\bhow (?:long|many|much)\b|\bduration|\byears\b|多久|多长|几天|多少|几年"
)
"""Asks how long something took or takes, not when it was or what follows."""
_OTHER: Final = 0.4
"""Weight of a word that is not in the question's weights, such as one inside a term."""


def split_sentences(text: Text) -> list[Text]:
    """The sentences in both languages, each able to stand alone; the whole if they do not match."""
    english, chinese = _split(text.en), _split(text.zh)
    if len(english) != len(chinese):
        return [text]
    found: list[tuple[str, str]] = []
    for en, zh in zip(english, chinese, strict=True):
        if found and (_DANGLING.match(en) or _DANGLING.match(zh)):
            before_en, before_zh = found.pop()
            found.append((f"{before_en} {en}", before_zh + zh))
        else:
            found.append((en[:1].upper() + en[1:], zh))
    return [Text(en=en, zh=zh) for en, zh in found]


def _split(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip()]


def asks_what_follows(plain: str) -> bool:
    """Whether it asks what follows from something, which is a sentence, not how long it lasts."""
    return _FOLLOWS.search(plain) is not None and _HOW_LONG.search(plain) is None


class Overlap:
    """How much sentences share with a question, in the question's language."""

    def __init__(self, question: ParsedQuestion) -> None:
        """Reads the question's words once."""
        self._chinese = has_chinese(question.text)
        self._asked = {
            token: max(question.weights.get(token, _OTHER), _OTHER)
            for token in telling_words(question.text)
        }
        for term in question.concepts:  # by its id, whatever alias names it
            for token in telling_words(term.replace("-", " ")):
                self._asked.setdefault(token, _OTHER)

    def of(self, text: Text) -> float:
        """The weight of the words that the sentence shares with the question."""
        said = text.zh if self._chinese else text.en
        own = set(telling_words(said, simplified=True))
        return sum(weight for token, weight in self._asked.items() if token in own)


def telling_sentences(
    record: Record, lines: Sequence[Line], question: ParsedQuestion
) -> list[Line]:
    """The sentences of the summary that say more than the lines, nearest to the question first.

    Those with a date first, if only a time is asked for.
    """
    shown = {amount_token(f.value, f.unit) for line in lines for f in line.figures}
    found = [t for t in split_sentences(record.summary) if not (shown and _repeats(t, shown))]
    if len(found) > 1:
        overlap = Overlap(question)
        asks_when = question.intents == WHEN
        found.sort(key=lambda t: (asks_when and not parse_text(t.en).dates, -overlap.of(t)))
    return [Line(record, text=text) for text in found]


def deciding_sentence(measure: Measure, sentences: Sequence[Line]) -> Sequence[Line]:
    """The nearest of its sentences that decides, if one does."""
    every = enumerate(split_sentences(measure.summary), start=1)
    decides = [text for number, text in every if number in measure.decides]
    return [line for line in sentences if line.text in decides][:1]


def says_day(question: ParsedQuestion, sentences: Sequence[Line]) -> bool:
    """Whether it asks when something was, and the first of the sentences says so."""
    if question.intents != WHEN or _HOW_LONG.search(question.text):
        return False
    return any(line.text and parse_text(line.text.en).dates for line in sentences[:1])


def _repeats(text: Text, shown: Set[str]) -> bool:
    """Whether a sentence says nothing but amounts that are shown."""
    if len(text.en) > _SHORT:
        return False
    amounts = set(parse_text(text.en, simplified=True, numbers_only=True).amounts)
    return bool(amounts) and amounts <= shown
