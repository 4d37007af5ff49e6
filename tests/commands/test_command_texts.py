"""Every command as Discord is told it: in Chinese too, plainly named, within the limits."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.commands.chat import Chat
from tests.commands.latin_words import LATIN

CHINESE: Final = ("zh-CN", "zh-TW")

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
