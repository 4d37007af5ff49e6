"""A small Discord with the real bot in it: who is there, and how a test reads and presses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import InteractionResult, ResponseMessage

from bot.app import App
from bot.ui.components import (
    MAX_COMPONENTS,
    MAX_CUSTOM_ID,
    MAX_LABEL,
    MAX_OPTION_LABEL,
    MAX_OPTIONS,
    MAX_TEXT,
    walk,
)

NOW: Final = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
"""When every story begins: a Tuesday, nine in the morning in Shanghai."""

Reply: TypeAlias = InteractionResult | ResponseMessage
"""What a command gave, or the message after a button was pressed."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A server with one channel; Alice's client speaks English, Ming's Chinese."""

    app: App
    env: simcord.Env
    guild: GuildHandle
    channel: ChannelHandle
    alice: MemberActor
    ming: MemberActor

    async def offers(
        self, who: MemberActor, command: str, option: str, typed: str = "", **filled: Any
    ) -> list[tuple[str, str]]:
        """(name, value) of what an autocompleted option offers; checks Discord's limits."""
        given = await who.autocomplete(self.channel, command, option, typed, **filled)
        assert len(given) <= 25
        assert all(1 <= len(c["name"]) <= 100 and 1 <= len(c["value"]) <= 100 for c in given)
        return [(choice["name"], choice["value"]) for choice in given]


def message_of(reply: Reply) -> ResponseMessage:
    """The message that a person sees."""
    if isinstance(reply, ResponseMessage):
        return reply
    assert reply.acknowledged, "the bot did not answer"
    assert reply.response is not None, f"no message came: {reply!r}"
    return reply.response


def parts_of(reply: Reply) -> list[dict[str, Any]]:
    """Every component of the message, children included."""
    return list(walk(message_of(reply).components))


def texts(reply: Reply) -> str:
    """All that a person reads, in order, one block a line; a space is a space."""
    said = "\n".join(part["content"] for part in parts_of(reply) if part["type"] == 10)
    return said.replace("\u00a0", " ")


def closing(reply: Reply) -> str:
    """The last line of the card; about data, a small one with confidence, source and date."""
    return [part["content"] for part in parts_of(reply) if part["type"] == 10][-1].splitlines()[-1]


def buttons(reply: Reply, *, enabled: bool = True) -> list[str]:
    """Labels of the buttons in order; without those greyed out unless asked for."""
    found = [part for part in parts_of(reply) if part["type"] == 2]
    return [part["label"] for part in found if not (enabled and part.get("disabled"))]


def options(reply: Reply) -> list[tuple[str, str]]:
    """(label, value) of every drop-down in the message."""
    found = [part["options"] for part in parts_of(reply) if part["type"] == 3]
    return [(option["label"], option["value"]) for each in found for option in each]


def option_starting(reply: Reply, start: str) -> str:
    """The label of the first option that begins so."""
    return next(label for label, _ in options(reply) if label.startswith(start))


async def press(who: MemberActor, reply: Reply, button: str, *, number: int = 0) -> ResponseMessage:
    """Presses a button by its label or custom id; `number` chooses among equal labels, from 0.

    Gives the message as it is afterwards: the changed one, or the new one.
    """
    found = [p for p in parts_of(reply) if p["type"] == 2 and button in _names(p)]
    assert len(found) > number, f"no button {button!r} among {buttons(reply, enabled=False)}"
    result = await who.click(message_of(reply), custom_id=found[number]["custom_id"])
    return _after(reply, result)


async def choose(who: MemberActor, reply: Reply, option: str) -> ResponseMessage:
    """Picks an option of a drop-down by its label or value; gives the message afterwards."""
    menus = [part for part in parts_of(reply) if part["type"] == 3]
    for menu in menus:
        for given in menu["options"]:
            if option in (given["label"], given["value"]):
                message = message_of(reply)
                custom_id = menu["custom_id"]
                result = await who.select(message, [given["value"]], custom_id=custom_id)
                return _after(reply, result)
    raise AssertionError(f"no option {option!r} among {options(reply)}")


async def read_on(who: MemberActor, reply: Reply, *, following: str = "Next") -> str:
    """All that the page and those after it say."""
    read = [texts(reply)]
    while following in buttons(reply):
        reply = await press(who, reply, following)
        read.append(texts(reply))
    return "\n".join(read)


def _names(button: dict[str, Any]) -> Sequence[str | None]:
    return (button.get("label"), button.get("custom_id"))


def _after(reply: Reply, result: InteractionResult) -> ResponseMessage:
    assert result.acknowledged, "the bot did not answer the press"
    return result.response or message_of(reply)


def assert_fits(reply: Reply) -> None:
    """Fails where the message is beyond what Discord takes (simcord checks the same on sending)."""
    assert_sendable(message_of(reply).components)


def assert_sendable(layout: Sequence[dict[str, Any]]) -> None:
    """Fails where Discord would refuse the layout; its limits are in bot/ui/components.py."""
    parts = list(walk(layout))
    assert len(parts) <= MAX_COMPONENTS
    contents = [part["content"] for part in parts if part["type"] == 10]
    assert sum(map(len, contents)) <= MAX_TEXT
    assert all(content.strip() for content in contents)
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    assert len(ids) == len(set(ids))
    assert all(len(custom_id) <= MAX_CUSTOM_ID for custom_id in ids)
    for part in parts:
        match part["type"]:
            case 1:
                assert 1 <= len(part["components"]) <= 5
            case 2:
                assert 1 <= len(part.get("label") or "") <= MAX_LABEL
                assert len(part.get("url") or "") <= 512
            case 3:
                _assert_select(part)
            case 9:
                assert 1 <= len(part["components"]) <= 3
            case _:
                pass


def assert_sendable_with_share(layout: Sequence[dict[str, Any]]) -> None:
    """As `assert_sendable`; the row with the button to share is added to a private answer."""
    assert_sendable(layout)
    assert len(list(walk(layout))) <= MAX_COMPONENTS - 2


def _assert_select(select: dict[str, Any]) -> None:
    options = select["options"]
    assert 1 <= len(options) <= MAX_OPTIONS
    assert 1 <= len(select["placeholder"]) <= 150
    values = [option["value"] for option in options]
    assert len(values) == len(set(values))
    assert all(1 <= len(value) <= MAX_CUSTOM_ID for value in values)
    assert all(1 <= len(option["label"]) <= MAX_OPTION_LABEL for option in options)
    assert sum(bool(option.get("default")) for option in options) <= 1
