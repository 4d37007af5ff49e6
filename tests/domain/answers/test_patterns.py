"""Patterns for a question can match: it is normalised before they are tried."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, cast

from bot.domain import answers
from bot.domain.answers.ask import answer_question
from bot.domain.answers.compose import sentences
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.conftest import TODAY

OF_THE_DATA = {sentences.__name__}


def _patterns(value: Any) -> Iterator[str]:
    if isinstance(value, re.Pattern):
        yield cast("re.Pattern[str]", value).pattern
    elif isinstance(value, Mapping | tuple | list):
        values = cast("Any", value)
        for each in values.values() if isinstance(value, Mapping) else values:
            yield from _patterns(each)


def test_no_pattern_holds_a_character_that_a_normalised_question_cannot() -> None:
    names = [m.name for m in walk_packages(answers.__path__, f"{answers.__name__}.")]
    for name in {*names, "bot.domain.search.query", "bot.domain.search.intent"} - OF_THE_DATA:
        for pattern in _patterns(tuple(vars(import_module(name)).values())):
            gone = {c for c in pattern if not c.isascii() and normalise(c) != c}
            assert not gone, (name, pattern)


def test_a_firm_without_class_1_rights_is_short_of_them(release: Release) -> None:
    line = answer_question(release, "我们没有Ⅰ类知识产权，能评小巨人吗", TODAY).cards[0].lines[0]
    assert (line.role, line.own) == ("short", 0)
