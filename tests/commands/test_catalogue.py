"""The Chinese catalogue: every text of the code translated, none left over, marked up alike."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

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
        assert not said.startswith("？"), message.id


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
    found = {english: strings(messages[english]) for english in LABELS}
    assert found == {english: [chinese] for english, chinese in LABELS.items()}
