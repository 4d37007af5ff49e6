"""What people type is repeated as the characters that it is: nothing in it is live Markdown."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

import discord
import pytest
from discord import AppCommandOptionType, app_commands
from simcord.actors import MemberActor

from bot.simcord_internals import speak_locales
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.escape import clean, code, echo, plain
from cogs.admin.cards.reload import unknown_release_card
from tests.commands.chat import Chat
from tests.commands.raw_interactions import COMMAND, deliver

HOSTILE: Final = (
    "[Claim here](https://evil.example/x)",
    "award \n\n# HUGE \r\n-# small\n> quoted\n- item",
    "@everyone <@&1> <@1> <#1> </ask:1> <t:0:R> <a:x:1>",
    "```js\nx``` `code` ||hidden|| **bold** __under__ ~~gone~~ *i*",
    "a\u202eb\u200b\u2066c\x00d\x1b[31m\ufeff\u2028e",
    "\\[x](https://evil.example/y) \\\\@here",
    "https://evil.example/z discord.gg/evil",
)
LIVE: Final = re.compile(
    r"(?<!\\)(?:\\\\)*(?:"
    r"\[[^\]]*\]\(https?:\\?/\\?/evil|https?://evil|discord\.gg/evil|[@](?:everyone|here)|<@|<#1>|"
    r"</ask|<t:0|<a:x|\|\|hidden|\*\*bold|__under|~~gone|\*i\*|`(?:``js|code))"
    r"|^(?:# HUGE|-# small|> quoted|- item)",
    re.MULTILINE,
)
HIDDEN: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\x00\x1b\u2028]")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("贷款 for 50%?", "贷款 for 50%?"),
        ("UTC+8, A-B", "UTC+8, A-B"),
        ("a_b*c", r"a\_b\*c"),
        ("[x](https://e.example)", r"\[x\]\(https:\/\/e.example\)"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("# HUGE", r"\# HUGE"),
        (" a \n\n\t b\x00\u202e ", "a b"),
        ("\u200b\u3164 \u202e", "?"),
        ("", "?"),
        ("x" * 30, "x" * 19 + "…"),
    ],
)
def test_typed_text_is_shown_as_typed(typed: str, shown: str) -> None:
    assert echo(typed, 20 if len(typed) == 30 else 100) == shown


def test_a_code_span_cannot_be_left() -> None:
    assert code("`` @everyone `", 40) == "'' @everyone '"
    assert clean("a\u202e\nb", 40) == "a b"


@pytest.mark.parametrize("typed", HOSTILE)
def test_in_a_terminal_no_backslash_is_left_over(typed: str) -> None:
    assert plain(f"-# {echo(typed, 200)}") == clean(typed, 200)


@pytest.mark.parametrize("typed", HOSTILE)
def test_an_unknown_release_is_repeated_as_text(context: RenderContext, typed: str) -> None:
    (said,) = [
        part["content"] for part in walk(unknown_release_card(context, typed)) if "content" in part
    ][:1]
    assert not LIVE.search(said)
    assert not HIDDEN.search(said)


def _commands(tree: app_commands.CommandTree[Any]) -> Iterator[app_commands.Command[Any, Any, Any]]:
    for command in tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


def _filled(
    chat: Chat, command: app_commands.Command[Any, Any, Any], name: str, typed: str
) -> dict[str, Any]:
    """The command as Discord sends it: the text in one option, in the others what is needed."""
    given: list[dict[str, Any]] = []
    channel = str(chat.channel.id)
    for option in command.parameters:
        value: object = None
        if option.display_name == name:
            value = typed[: int(option.max_value)] if option.max_value else typed
        elif option.display_name == "public":
            value = True
        elif option.required:
            value = channel if option.type is AppCommandOptionType.channel else "daily 09:00"
        if value is not None:
            given.append({"name": option.display_name, "type": option.type.value, "value": value})
    root, *groups = command.qualified_name.split()
    for group in reversed(groups):
        kind = 1 if group == command.name else 2
        given = [{"name": group, "type": kind, "options": given}]
    described = {
        "id": channel,
        "name": "ask-here",
        "type": 0,
        "permissions": str(discord.Permissions.all().value),
    }
    resolved = {"channels": {channel: described}}
    return {"id": "1", "name": root, "type": 1, "options": given, "resolved": resolved}


async def _answered(chat: Chat, who: MemberActor, data: dict[str, Any]) -> str:
    """All that is read in what was sent for it, also after a deferred answer."""
    seen = len(chat.env.backend.http_requests)
    await deliver(chat, who, COMMAND, data)
    return "\n".join(
        text for call in chat.env.backend.http_requests[seen:] for text in _said(call.json)
    )


def _said(sent: Any) -> Iterator[str]:
    body: dict[str, Any] = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
    data: dict[str, Any] = body.get("data") or body
    yield data.get("content") or ""
    for part in walk(data.get("components") or []):
        yield part.get("content") or ""
        assert not HIDDEN.search(f"{part.get('label')} {part.get('placeholder')}")


@pytest.mark.parametrize("typed", HOSTILE)
async def test_no_reply_repeats_typed_text_as_live_markdown(chat: Chat, typed: str) -> None:
    role = chat.guild.create_role("All", permissions=discord.Permissions.all())
    people = [chat.guild.add_member(chat.env.create_user(n), roles=[role]) for n in ("Boss", "总")]
    await chat.app.delivery.lease.heartbeat()
    said_by: set[str] = set()
    texts = [
        (command, option.display_name)
        for command in _commands(chat.app.client.tree)
        for option in command.parameters
        if option.type is AppCommandOptionType.string and not option.choices
    ]
    with speak_locales({people[1].id: "zh-CN"}):
        for command, name in texts:
            await chat.env.advance_time(31)  # so that no cool-down is in the way
            for who in people:
                said = await _answered(chat, who, _filled(chat, command, name, typed))
                where = f"/{command.qualified_name} {name}: {said}"
                assert said.strip(), where
                assert not LIVE.search(said), where
                assert not HIDDEN.search(said), where
                if echo(typed, 10)[:-1] in said:
                    said_by.add(command.qualified_name)
    assert {"digest create", "preferences", "watch add", "zones map"} <= said_by
