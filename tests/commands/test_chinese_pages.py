"""No English stands on a Chinese page but names."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, cast
from zoneinfo import available_timezones

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.districts import PLACES
from bot.domain.data.models import DataModel
from bot.domain.release import Release
from bot.domain.text_limits import MAX_QUERY_LENGTH
from bot.i18n.translator import Lang, read_translators
from bot.storage.preference_cache import Choice
from bot.storage.preferences import Kept, Preference
from bot.ui.components import Layout, walk
from bot.ui.context import RenderContext
from bot.ui.timezones import read_timezones, read_zone_names
from cogs.ask.cards import answer_card
from cogs.ask.find_card import found_card
from cogs.personal.cards import (
    erase_card,
    erased_card,
    kept_card,
    nothing_card,
    preferences_card,
    stayed_card,
    timezone_card,
)
from tests.commands.chat import NOW
from tests.commands.latin_words import LATIN
from tests.commands.pages import QUERIES, UNKNOWN, every_page, questions

NOT_READ: Final = re.compile(
    r"""\]\(\S+?\)        # the address of a link
      | `[^`\n]*`         # a command, an option, a bar
      | </[^>]+>          # a command that can be clicked
      | https?://\S+
    """,
    re.VERBOSE,
)
OWN: Final = frozenset(
    {
        *"ABC", "csv", "json", "md", "Discord", "Little Giant", "Find measures", "ID", "IANA",
        "MB", "MIT", "New York", "UTC", "xiao ju ren jiang li pu dong",
    }
)  # fmt: skip
"""What the bot itself writes in Latin letters on Chinese pages, by intent."""


@pytest.fixture(scope="module")
def names(release: Release) -> frozenset[str]:
    """What may stand in Latin letters on a Chinese page: names, and what the Chinese data says."""
    catalogue, found = release.catalogue, list(OWN)
    for source in catalogue.sources.values():
        found += [source.title_zh, source.publisher_zh]
    for record in catalogue.records.values():
        found += [record.title.en, *chinese_of(record)]
    industries = {industry for zone in catalogue.zones.values() for industry in zone.industries}
    for term in catalogue.terms.values():
        found += [term.en if term.id in industries else "", term.zh, *chinese_of(term)]
    found += [english for english, _ in PLACES.values()]
    found += [*UNKNOWN, *QUERIES, *(query[:MAX_QUERY_LENGTH] for query in QUERIES)]
    found += available_timezones()
    return frozenset(run for said in found for run in runs(said))


def runs(said: str) -> list[str]:
    """The runs of words in Latin letters; one that is cut short ends with an ellipsis."""
    return LATIN.findall(NOT_READ.sub("\n", said))


def chinese_of(part: object) -> Iterator[str]:
    """Every text of a record in Chinese."""
    if isinstance(part, DataModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "zh":
                yield str(value)
            else:
                yield from chinese_of(value)
    elif isinstance(part, (tuple, list)):
        for each in cast("Iterable[object]", part):
            yield from chinese_of(each)


def read(layout: Layout) -> Iterator[str]:
    """Everything that a person reads, one by one."""
    for part in walk(layout):
        yield from (str(part[key]) for key in ("content", "label", "placeholder") if key in part)
        yield from (str(option["label"]) for option in part.get("options", ()))


def english_in(said: str, names: frozenset[str]) -> list[str]:
    """The words in Latin letters that are no name."""
    return [
        run
        for run in runs(said)
        if run not in names
        and not (run.endswith("…") and any(name.startswith(run[:-1]) for name in names))
    ]


@pytest.fixture
def chinese(release: Release) -> RenderContext:
    return RenderContext(release, read_translators()["zh"], NOW.date())


def test_no_english_on_any_chinese_page(chinese: RenderContext, names: frozenset[str]) -> None:
    for page in every_page(chinese):
        for said in read(page.layout):
            assert english_in(said, names) == [], (page.name, page.args, said)


def test_no_publisher_goes_by_its_english_name_on_a_chinese_page(chinese: RenderContext) -> None:
    """Names of several words; records show their English titles too, and some hold such a name."""
    catalogue = chinese.release.catalogue
    told = {source.publisher_zh for source in catalogue.sources.values()}
    kept = "\n".join([*told, *(record.title.en for record in catalogue.records.values())])
    every = {source.publisher for source in catalogue.sources.values()}
    english = {name for name in every if " " in name and name not in kept}
    assert len(english) > len(every) / 2
    seen: set[str] = set()
    for page in every_page(chinese):
        said = "\n".join(read(page.layout))
        assert [name for name in english if name in said] == [], (page.name, page.args)
        seen |= {name for name in told if name in said}
    assert len(seen) > len(told) / 2


def test_no_english_in_chinese_answers(chinese: RenderContext, names: frozenset[str]) -> None:
    glossary = chinese.release.catalogue.terms.values()
    terms = {run for t in glossary for run in runs(t.en)}
    # What a term means is told in both languages.
    terms |= {run for t in glossary if t.definition for run in runs(t.definition.en)}
    for question in [*questions()[::6], "深圳的奖励", "天气怎么样"]:
        layout = answer_card(chinese, answer_question(chinese.release, question, chinese.today))
        for said in read(layout):
            assert english_in(said, names | terms | {*runs(question)}) == [], (question, said)


def personal_pages(context: RenderContext) -> Iterator[Layout]:
    """What /preferences, /privacy and *Find measures* answer."""
    zones = read_timezones()
    yield found_card(context, "")
    yield found_card(context, "4000亿元专项贷款")
    yield found_card(context, "午饭吃什么")
    clients: tuple[Lang, ...] = ("en", "zh")
    for client in clients:
        for choice in (Choice(None, None), Choice("en", "Europe/Berlin"), Choice("zh", "UTC")):
            yield preferences_card(context, choice, client, NOW, saved=False)
            yield preferences_card(context, choice, client, NOW, saved=True)
    for typed in (*read_zone_names().ambiguous, "utc+8", "utc+3:17", "没有这个"):
        yield timezone_card(context, typed, zones.read(typed, NOW), "zh", NOW)
    preference = Preference(1, "zh", "Asia/Shanghai", NOW, 1)
    every = (
        Kept(preference, {"releases": 1}),
        Kept(preference, {"other": 2}),
        Kept(None, {}, watches=2),
        Kept(None, {}),
    )
    for kept in every:
        yield kept_card(context, kept, NOW)
        yield erased_card(context, kept, NOW)
        yield erase_card(context, kept, NOW)
    yield nothing_card(context)
    yield stayed_card(context)


def test_no_english_in_answers_about_the_person(
    chinese: RenderContext, names: frozenset[str]
) -> None:
    typed = names | {*read_zone_names().ambiguous}
    for layout in personal_pages(chinese):
        for said in read(layout):
            assert english_in(said, typed) == [], said


@pytest.mark.parametrize(
    "said", ["4000亿 yuan", "见 not stated", "Open", "来源说法不一 · undated", "341 mu"]
)
def test_english_would_be_noticed(names: frozenset[str], said: str) -> None:
    assert english_in(said, names)
