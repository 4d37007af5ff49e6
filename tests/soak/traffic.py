"""Random use of everything that the bot offers: commands, autocompletes, buttons, menus, forms."""

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from tests.wire import NotOfferedError, Person, Reply, UnansweredError, Upload, Wire
from tests.wire.channels import TEXT
from tests.wire.commands import FoundCommand
from tests.wire.ids import Json, rows
from tests.wire.interactions import DEFERRED, FORM
from tests.wire.payload_limits import walk
from tests.wire.permissions import ADMINISTRATOR, MANAGE_GUILD, MEMBER_PERMISSIONS
from tests.wire.world import Place

STEPS: Final = 4
"""At most so many presses follow a command."""
PATIENCE: Final = 200.0
"""Seconds for a message that was promised: /admin reload draws every card."""
_TEXT, _INTEGER, _BOOLEAN, _CHANNEL, _ROLE, _NUMBER, _FILE = 3, 4, 5, 7, 8, 10, 11
_BUTTON, _SELECT, _INPUT, _LINK = 2, 3, 4, 5
_RADIO, _CHECKBOXES, _CHECKBOX = 21, 22, 23
_TYPED: Final = (
    "",
    "l",
    "loan",
    "pu",
    "浦",
    "小巨人",
    "zj",
    "2",
    "daily",
    "weekdays 9",
    "zzz",
    "chip",
)


class Traffic:
    """Conversations with the bot, each of a person of their own."""

    def __init__(self, wire: Wire, dice: random.Random, questions: Sequence[str]) -> None:
        """`questions` are typed where a command takes free text."""
        self._wire = wire
        self._dice = dice
        self._questions = questions
        self._serial = 0
        self._outside = wire.world.elsewhere(), wire.world.private()
        self.counts = Counter[str]()
        """How often each command and kind of press was answered."""
        self.wrong: set[str] = set()
        """Commands after which the bot said that something went wrong."""

    async def converse(self) -> None:
        """One command and what may be pressed after it."""
        name, found = self._command()
        person = self._person(found.command)
        place = self._place(found.command, person)
        locale = self._dice.choice(("en-US", "en-GB", "zh-CN", "zh-TW", "de"))
        replies: list[Reply] = []
        try:
            reply = await self._invoke(name, found, person, place, locale)
            replies.append(reply)
            self.counts[name] += 1
            await _arrived(reply)
            for _ in range(self._dice.randint(0, STEPS)):
                following = await self._press(reply, locale)
                if following is None:
                    break
                reply = following
                replies.append(reply)
                await _arrived(reply)
        except NotOfferedError:
            self.counts["not offered"] += 1
        except (UnansweredError, TimeoutError):
            self.counts["unanswered"] += 1
        finally:
            for each in replies:
                self._note(name, each)
                self._wire.interactions.close(each.interaction)

    def _note(self, name: str, reply: Reply) -> None:
        if reply.interaction.original is not None and "went wrong" in reply.text:
            self.wrong.add(name)

    # -- Who, where and what --

    def _command(self) -> tuple[str, FoundCommand]:
        scopes = (self._wire.commands(), self._wire.commands(self._wire.world.guild))
        commands = [c for scope in scopes for c in scope if c["type"] == 1]
        leaves = [leaf for c in commands for leaf in _leaves(c, [])]
        command, path = self._dice.choice(leaves)
        return " ".join([command["name"], *(p["name"] for p in path)]), FoundCommand(command, path)

    def _person(self, command: Json) -> Person:
        if command["name"] == "admin":
            return self._wire.world.operator
        manages = command["default_member_permissions"] not in (None, "0")
        self._serial += 1
        rights = MANAGE_GUILD | ADMINISTRATOR if manages else 0
        return Person(name=f"person {self._serial}", permissions=MEMBER_PERMISSIONS | rights)

    def _place(self, command: Json, person: Person) -> Place:
        here = self._wire.world.here()
        if "guild_id" in command or self._dice.random() < 0.6:
            return here
        place = self._dice.choice((*self._outside, here))
        try:
            self._wire.command_registry.check(command, person, place)
        except NotOfferedError:
            return here
        return place

    async def _invoke(
        self, name: str, found: FoundCommand, person: Person, place: Place, locale: str
    ) -> Reply:
        options: dict[str, Any] = {}
        for option in found.options:
            if option.get("required") or self._dice.random() < 0.4:
                value = await self._value(name, option, person, place)
                if value is not None:
                    options[option["name"]] = value
        return await self._wire.invoke(name, options, user=person, where=place, locale=locale)

    async def _value(self, name: str, option: Json, person: Person, place: Place) -> Any:
        if option.get("choices"):
            return self._dice.choice(option["choices"])["value"]
        if option.get("autocomplete"):
            offered = await self._wire.autocomplete(
                name, option["name"], self._dice.choice(_TYPED), user=person, where=place
            )
            self.counts["autocomplete"] += 1
            if offered and self._dice.random() < 0.9:
                return self._dice.choice(offered)["value"]
        return self._made_up(option)

    def _made_up(self, option: Json) -> Any:
        guild = self._wire.world.guild
        match option["type"]:
            case 3:
                return self._text()[: option.get("max_length", 100)]
            case 4:
                return self._dice.randint(option.get("min_value", 0), option.get("max_value", 50))
            case 5:
                return self._dice.random() < 0.5
            case 7:
                kinds = option.get("channel_types") or (TEXT,)
                channels = [c for c in guild.channels if c.type in kinds]
                return self._dice.choice(channels) if channels else None
            case 8:
                return self._dice.choice(list(guild.roles.values()))
            case 10:
                return self._dice.uniform(0, 100)
            case 11:
                return Upload("set.zip", self._dice.randbytes(2_000))
            case kind:
                raise NotOfferedError(f"no value for an option of type {kind}")

    def _text(self) -> str:
        """A question, a schedule, or words that nobody has typed before."""
        self._serial += 1
        return self._dice.choice(
            (
                self._dice.choice(self._questions),
                "daily 09:00",
                "Asia/Tokyo",
                f"loan for firm no. {self._serial} in Pudong",
                f"浦东新区第{self._serial}家企业的补贴",
            )
        )

    # -- What is pressed --

    async def _press(self, reply: Reply, locale: str) -> Reply | None:
        """The answer to a random button, menu or form; None where nothing can be pressed."""
        if reply.type == FORM:
            self.counts["form"] += 1
            return await self._wire.submit(reply, self._filled(reply), locale=locale)
        if reply.interaction.original is None:
            return None
        parts = [p for p in walk(reply.components) if _pressable(p)]
        if not parts:
            return None
        part = self._dice.choice(parts)
        values: list[str] | None = None
        if part["type"] == _SELECT:
            values = [self._dice.choice(part["options"])["value"]]
        self.counts["button" if values is None else "menu"] += 1
        return await self._wire.click(reply, part["custom_id"], values, locale=locale)

    def _filled(self, form: Reply) -> dict[str, Any]:
        filled: dict[str, Any] = {}
        for part in walk(form.data["components"]):
            if "custom_id" not in part:
                continue
            options = [option["value"] for option in rows(part, "options")]
            match part["type"]:
                case 4:
                    text = self._dice.choice((str(self._dice.randint(0, 500)), self._text()))
                    filled[part["custom_id"]] = text[: part.get("max_length", 4000)]
                case 21 if options:
                    filled[part["custom_id"]] = self._dice.choice(options)
                case 3 | 22 if options:
                    filled[part["custom_id"]] = [self._dice.choice(options)]
                case 23:
                    filled[part["custom_id"]] = self._dice.random() < 0.5
                case _:
                    continue
        return filled


def _pressable(part: Json) -> bool:
    kinds = (part["type"] == _BUTTON and part.get("style") != _LINK) or part["type"] == _SELECT
    return kinds and "custom_id" in part and not part.get("disabled")


async def _arrived(reply: Reply) -> None:
    """Waits for a message that was promised."""
    if reply.type == DEFERRED:
        await reply.completed(PATIENCE)


def _leaves(command: Json, path: list[Json]) -> list[tuple[Json, list[Json]]]:
    branches = [o for o in rows(path[-1] if path else command, "options") if o["type"] in (1, 2)]
    if not branches:
        return [(command, path)]
    return [leaf for branch in branches for leaf in _leaves(command, [*path, branch])]
