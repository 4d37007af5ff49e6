"""The Chinese texts: all there, none left over, and no English on a Chinese page."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any, Final, cast
from zoneinfo import available_timezones

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

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
from tests.commands.chat import NOW, Chat
from tests.commands.pages import QUERIES, UNKNOWN, every_page, questions

ROOT: Final = Path(__file__).parents[2]
CATALOGUE: Final = ROOT / "bot/i18n/locale/zh_CN/LC_MESSAGES/bot.po"
KEYWORDS: Final = {"tr": None, "N_": None, "many": (1, 2)}
"""As in the Makefile's `texts`."""

Id = str | tuple[str, str]


def as_id(message: str | Iterable[str]) -> Id:
    if isinstance(message, str):
        return message
    one, more = message
    return one, more


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> dict[Id, Message]:
    return {as_id(message.id): message for message in catalogue if message.id}


@pytest.fixture(scope="module")
def extracted() -> set[Id]:
    """What `make texts` finds in the code."""
    return {
        as_id(message)
        for folder in ("bot", "cogs")
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS
        )
    }


def strings(message: Message) -> list[str]:
    """The Chinese of a message; of one with a plural there is one form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


# ------------------------------------------------------------------------ the catalogue


def test_every_text_of_the_code_is_in_the_catalogue_and_no_other(
    messages: dict[Id, Message], extracted: set[Id], catalogue: Catalog
) -> None:
    assert extracted - messages.keys() == set(), "run `make texts`, then translate"
    assert messages.keys() - extracted == set(), "run `make texts`"
    assert not catalogue.obsolete


def test_extraction_sees_every_text(extracted: set[Id]) -> None:
    """Babel reads tokens: a `tr.lang` among the arguments of `many` hides its plural."""
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and (said := text_of(call)):
                assert said in extracted, f"{path.name}, line {call.lineno}"


def text_of(call: ast.Call) -> Id | None:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            said = [a.value for a in call.args if isinstance(a, ast.Constant)]
        case _:
            return None
    texts = [s for s in said if isinstance(s, str)]
    if name == "many" and len(texts) >= 2:
        return texts[0], texts[1]
    return texts[0] if name in ("tr", "N_") and texts else None


def test_everything_is_translated(messages: dict[Id, Message]) -> None:
    for message in messages.values():
        assert not message.fuzzy, message.id
        assert all(said.strip() for said in strings(message)), message.id
        assert len(strings(message)) == 1


def fields(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name is not None}


def test_places_are_the_same_in_both_languages(messages: dict[Id, Message]) -> None:
    for message in messages.values():
        assert {*fields(ids(message)[-1])} == {*fields(strings(message)[0])}, message.id


MARKS: Final = re.compile(r"^(?:### |-# |- )", re.MULTILINE)


def test_markup_is_the_same_in_both_languages(messages: dict[Id, Message]) -> None:
    for message in messages.values():
        english, chinese = ids(message)[-1], strings(message)[0]
        assert MARKS.findall(english) == MARKS.findall(chinese), message.id
        assert chinese.count("`") % 2 == 0, message.id
        assert chinese.count("**") % 2 == 0, message.id
        commands = re.findall(r"`/[^`]+`", english)
        assert sorted(commands) == sorted(re.findall(r"`/[^`]+`", chinese)), message.id


def test_chinese_has_chinese_punctuation(messages: dict[Id, Message]) -> None:
    for message in messages.values():
        said = re.sub(r"`[^`]*`|\{\w+\}", "x", strings(message)[0])
        assert not re.search(r"[\u4e00-\u9fff] ?[,;:!?()]", said), message.id
        assert not re.search(r"[,;:!?()] ?[\u4e00-\u9fff]", said), message.id


def test_chinese_bold_ends_before_its_punctuation(messages: dict[Id, Message]) -> None:
    """Else CommonMark, as the demo reads it, shows the asterisks: **词：**后 is no bold."""
    for message in messages.values():
        said = strings(message)[0].split("**")
        for bold, after in zip(said[1::2], said[2::2], strict=True):
            assert not (re.search(r"[，。：；！？]$", bold) and re.match(r"\w|\{", after)), (
                message.id
            )


LABELS: Final = {
    "Save": "保存",
    "Apply": "应用",
    "Share here": "分享到此频道",
    "Delete": "删除",
    "Cancel": "取消",
    "Previous": "上一页",
    "Next": "下一页",
    "Chart": "图表",
    "More": "更多",
    "met": "符合",
    "not met": "不符合",
    "cannot tell": "无法判断",
}
"""On these, written help and outside checks rely."""


def test_labels_that_others_rely_on_are_as_agreed(messages: dict[Id, Message]) -> None:
    for english, chinese in LABELS.items():
        if english in messages:
            assert strings(messages[english]) == [chinese]
    assert {"Share here", "Previous", "Next", "Delete", "Cancel"} <= messages.keys()


# ------------------------------------------------------------------------ Chinese pages

WORD: Final = r"[A-Za-z]+(?:['’-][A-Za-z]+)*"
LATIN: Final = re.compile(rf"{WORD}(?:[ ,;:&]+{WORD})*…?")
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


# ------------------------------------------------------------------------- the commands

CHINESE: Final = ("zh-CN", "zh-TW")
GROUPS: Final = (1, 2)
"""Types of options that are subcommands and their groups."""

Told = dict[str, Any]


@pytest.fixture
async def told(chat: Chat) -> list[Told]:
    """Every command as Discord is told it."""
    tree = chat.app.client.tree
    assert tree.translator is not None
    return [
        await command.get_translated_payload(tree, tree.translator)
        for command in tree.get_commands()
    ]


def parts(told: Told) -> Iterator[Told]:
    """A command, its subcommands and its options."""
    yield told
    for option in told.get("options", ()):
        yield from parts(option)


def choices(part: Told) -> list[Told]:
    return part.get("choices", [])


def english_words(said: str) -> list[str]:
    return [run for run in LATIN.findall(said) if " " in run]


async def test_commands_speak_chinese_but_keep_their_names(told: list[Told]) -> None:
    for command in told:
        for part in parts(command):
            is_message_command = part is command and command.get("type", 1) != 1
            assert bool(part.get("name_localizations")) == is_message_command, part["name"]
            if is_message_command:
                assert not english_words(part["name_localizations"]["zh-CN"])
                continue
            for locale in CHINESE:
                said = part["description_localizations"][locale]
                assert re.search(r"[\u4e00-\u9fff]", said), said
                assert not english_words(said), said
            for choice in choices(part):
                for locale in CHINESE:
                    said = choice["name_localizations"][locale]
                    assert not english_words(said), said
                    assert said != choice["name"] or not said.isalpha()


async def test_traditional_characters_are_made_by_conversion(told: list[Told]) -> None:
    [funding] = [command for command in told if command["name"] == "funding"]
    assert "贷款" in funding["description_localizations"]["zh-CN"]
    assert "貸款" in funding["description_localizations"]["zh-TW"]


def longest(part: Told, key: str) -> int:
    """The length of a name or description in the language in which it is longest."""
    said: list[str] = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
    return max(map(len, said))


def size(command: Told) -> int:
    """Characters as Discord counts them: names, descriptions and values of the whole command."""
    return sum(
        longest(part, "name")
        + longest(part, "description")
        + sum(longest(choice, "name") + len(str(choice["value"])) for choice in choices(part))
        for part in parts(command)
    )


async def test_commands_are_within_the_limits_in_every_language(told: list[Told]) -> None:
    assert sum(command.get("type", 1) == 1 for command in told) <= 100
    for command in told:
        assert size(command) <= 8000, command["name"]
        for part in parts(command):
            assert 1 <= longest(part, "name") <= 32, part["name"]
            assert longest(part, "description") <= 100, part["name"]
            if command.get("type", 1) == 1:
                assert part["description"]
            assert len(part.get("options", ())) <= 25
            assert len(choices(part)) <= 25
            assert all(1 <= longest(choice, "name") <= 100 for choice in choices(part))
            assert all(len(str(choice["value"])) <= 100 for choice in choices(part))


async def test_the_names_of_commands_are_plain(told: list[Told]) -> None:
    for command in told:
        if command.get("type", 1) == 1:
            for part in parts(command):
                assert re.fullmatch(r"[a-z][a-z_-]{0,31}", part["name"])
