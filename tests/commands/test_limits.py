"""Every text that a person can send has a limit, which Discord is told."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from discord import app_commands

from bot.app import App
from bot.discord_client.command_sync import Translations
from bot.domain.text_limits import (
    MAX_MESSAGE_LENGTH,
    MAX_NAME_LENGTH,
    MAX_NUMBER_LENGTH,
    MAX_QUERY_LENGTH,
    MAX_QUESTION_LENGTH,
)
from bot.i18n.translator import read_traditional, read_translators
from bot.settings import Settings
from bot.ui.components import walk
from tests.commands.chat import Chat, buttons, message_of, parts_of, texts
from tests.commands.check_forms import begun, opened

SERVER = 1_104_000_000_000_000_000
STRING = 3
LIMITS = {"question": MAX_QUESTION_LENGTH, "query": MAX_QUERY_LENGTH}
"""By the option's name; every other text is a name."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """One server has /admin."""
    return settings.model_copy(update={"admin_guild_ids": (SERVER,)})


def leaves(node: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each option below a command, with the name that it has in full."""
    name = f"{above} {node['name']}".strip()
    for option in node.get("options", ()):
        if option["type"] in (1, 2):
            yield from leaves(option, name)
        else:
            yield f"{name} {option['name']}", option


async def payloads(app: App) -> list[dict[str, Any]]:
    """All commands as Discord is told them, with their translations."""
    tree = app.client.tree
    translator = Translations(read_translators()["zh"], read_traditional())
    server: Any = type("Server", (), {"id": SERVER})()
    commands: Sequence[Any] = [*tree.get_commands(), *tree.get_commands(guild=server)]
    return [
        await command.get_translated_payload(tree, translator)
        for command in commands
        if not isinstance(command, app_commands.ContextMenu)
    ]


async def test_every_free_text_option_has_its_limit(chat: Chat) -> None:
    told = [leaf for command in await payloads(chat.app) for leaf in leaves(command)]
    free = {name: o for name, o in told if o["type"] == STRING and not o.get("choices")}
    assert {"ask question", "digest edit schedule", "admin rollback version"} <= free.keys()
    for name, option in free.items():
        most = LIMITS.get(option["name"], MAX_NAME_LENGTH)
        assert (option.get("min_length"), option.get("max_length")) == (1, most), name
        assert option["description_localizations"]["zh-CN"], name


async def test_every_field_of_the_check_has_its_limit(chat: Chat) -> None:
    form = await chat.alice.slash(chat.channel, "little-giant check")
    answer, seen = await begun(chat, chat.alice), 0
    while True:
        assert form.modal is not None
        labels = [part["component"] for part in form.modal["components"]]
        fields = [field for field in walk(labels) if field["type"] == 4]
        assert all(field["max_length"] == MAX_NUMBER_LENGTH for field in fields)
        seen += len(fields)
        if "More" not in buttons(answer):
            break
        form = await opened(chat.alice, answer, "More")
        sent = await chat.alice.submit_modal(form, {})
        answer = sent.response or message_of(answer)
    assert seen > 13


async def test_a_number_that_grows_beyond_the_limit_is_named(chat: Chat) -> None:
    for who, said in ((chat.alice, "too long for a number"), (chat.ming, "过长")):
        answer = await begun(chat, who, {"revenue": "\ufdfa" * MAX_NUMBER_LENGTH})
        assert said in texts(answer)


@pytest.mark.parametrize(("loans", "cut"), [(285, False), (500, True)])
async def test_a_long_message_is_read_in_part_and_the_answer_says_so(
    chat: Chat, loans: int, *, cut: bool
) -> None:
    message = await chat.ming.send(chat.channel, "Loans.")
    # Nitro lets somebody write more than simcord lets Ming.
    stored = chat.env.backend.get_message(chat.channel.id, message.id)
    stored.content = "Loans. " * loans
    assert (len(stored.content) > MAX_MESSAGE_LENGTH) is cut
    for who, said in ((chat.alice, "Only its first 2,000"), (chat.ming, "仅读取了前 2,000 个字符")):
        reply = await who.context_menu(chat.channel, "Find measures", message)
        assert (said in texts(reply)) is cut
        assert parts_of(reply)
