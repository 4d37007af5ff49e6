"""What the demo and the tests need of simcord's private names, in one file that checks itself.

simcord sends every interaction as an English client and shows the commands in English; both are
given a viewer's own locale here. Its clock starts in January 2026 and is set to the present. Its
application names no installs, as if it were older than them; here it names both. It takes a line
after a list for a part of the list's last item, as CommonMark does; here the list ends before it.
"""

import asyncio
import re
from asyncio import Task
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime
from importlib import import_module
from typing import Any, Final, TypeVar, cast

import orjson
import simcord
from simcord import interactions
from simcord.http import router
from simcord.preview import _commands

T = TypeVar("T")

_markdown: Any = import_module("simcord.preview._markdown")

_A_MOMENT: Final = 0.1
"""Seconds in which an answer that is on its way arrives."""
_LOOKS: Final = 20
_ITEM: Final = re.compile(r" *(?:[-*]|\d+\.) ")
"""How an item of a list begins."""

for _owner, _names in (
    (interactions, ("base_payload",)),
    (_commands, ("build_catalog", "visible_leaf")),
    (_markdown, ("_discord_multiline_quotes",)),
):
    for _name in _names:
        if not callable(getattr(_owner, _name, None)):
            raise ImportError(f"simcord has no {_owner.__name__}.{_name}; this file needs a look")


def set_time(env: simcord.Env, moment: datetime) -> None:
    """Starts simcord's clock at this moment; before `env.start()`."""
    clock: Any = env.backend.clock
    if not hasattr(clock, "_epoch"):
        raise ImportError("simcord's clock has no _epoch; this file needs a look")
    clock._epoch = moment


def set_name(env: simcord.Env, name: str) -> None:
    """What the bot is called; before `env.start()`."""
    env.backend.bot_user.name = name


def take_json(env: simcord.Env) -> None:
    """Has answers pass as JSON, as they do to Discord: parts are packed; after `env.start()`."""
    own: Any = env
    if not hasattr(own, "_webhook_adapter"):
        raise ImportError("simcord.Env has no _webhook_adapter; this file needs a look")
    adapter = own._webhook_adapter
    their_request = adapter.request

    async def request(*args: Any, payload: object = None, **given: Any) -> Any:
        return await their_request(*args, payload=orjson.loads(orjson.dumps(payload)), **given)

    adapter.request = request


def apart(env: simcord.Env, preview: simcord.Preview) -> Callable[[Task[T]], Awaitable[T]]:
    """How to wait for what takes longer than an answer: the page goes on, and is drawn anew after.

    simcord takes a command for stuck that waits for long, and shows nothing that comes later.
    What comes while the command still runs is shown with it: a page that is drawn anew under
    somebody's hand loses what they press.
    """
    outside, running = copy_context(), set[Task[None]]()

    async def wait(work: Task[T]) -> T:
        command = _under_way(env)
        try:
            return await env.external_wait(asyncio.shield(work), reason="a picture is drawn")
        finally:
            if command is None or _under_way(env) is not command:
                task = outside.run(asyncio.create_task, _show(preview))
                running.add(task)
                task.add_done_callback(running.discard)

    return wait


def _under_way(env: simcord.Env) -> Task[Any] | None:
    """What simcord is busy with, such as somebody's command, until its answer is shown."""
    own: Any = env
    if not hasattr(own, "_operation_task"):
        raise ImportError("simcord.Env has no _operation_task; this file needs a look")
    return own._operation_task


async def _show(preview: simcord.Preview) -> None:
    """Draws the pages anew, as soon as nobody is in the middle of something."""
    for _ in range(_LOOKS):
        await asyncio.sleep(_A_MOMENT)
        try:
            await preview.refresh()
        except (simcord.SetupError, TimeoutError):
            continue
        return


@contextmanager
def both_installs() -> Generator[None]:
    """A bot that logs in inside finds an application for servers and for users."""
    routes = cast("list[tuple[list[str], Any]]", getattr(router, "_ROUTES")["GET"])  # noqa: B009
    found = [n for n, (_, handler) in enumerate(routes) if handler.__name__ == "application_info"]
    if not found:
        raise ImportError("simcord has no route application_info; this file needs a look")
    path, their_answer = routes[found[0]]

    def application_info(context: Any) -> dict[str, Any]:
        return {**their_answer(context), "integration_types_config": {"0": {}, "1": {}}}

    routes[found[0]] = (path, application_info)
    try:
        yield
    finally:
        routes[found[0]] = (path, their_answer)


@contextmanager
def speak_locales(locales: Mapping[int, str]) -> Generator[None]:
    """While the block lasts, these users' clients have these locales (user id -> zh-CN ...)."""
    their_payload: Any = interactions.base_payload
    their_catalog: Any = _commands.build_catalog

    def base_payload(backend: Any, **given: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = their_payload(backend, **given)
        payload["locale"] = locales.get(given["user_id"], payload["locale"])
        return record, payload

    def build_catalog(preview: Any, page: Any) -> dict[str, Any]:
        catalog = their_catalog(preview, page)
        locale = locales.get(page.viewer.id)
        if locale is not None:
            for entry in catalog.get("entries", []):
                found = _commands.visible_leaf(preview, page, entry["commandId"], entry["path"])
                if found is not None:
                    _localise(entry, found[2], locale)
        return catalog

    interactions.base_payload = base_payload
    _commands.build_catalog = build_catalog
    try:
        yield
    finally:
        interactions.base_payload = their_payload
        _commands.build_catalog = their_catalog


@contextmanager
def end_lists() -> Generator[None]:
    """While the block lasts, a line after a list is no part of its last item, as on Discord."""
    their_reading: Any = _markdown._discord_multiline_quotes

    def reading(content: str) -> str:
        return their_reading("\n".join(_apart_from_lists(content)))

    _markdown._discord_multiline_quotes = reading
    try:
        yield
    finally:
        _markdown._discord_multiline_quotes = their_reading


def _apart_from_lists(content: str) -> Iterator[str]:
    """The lines, and an empty one where a list ends; code stays as it is."""
    in_list = in_code = False
    for line in content.split("\n"):
        item = _ITEM.match(line) is not None
        if in_list and line and not item and not line.startswith(" "):
            yield ""
        in_code ^= line.startswith("```")
        in_list = not in_code and (item or (in_list and line.startswith(" ")))
        yield line


def _localise(shown: dict[str, Any], command: Mapping[str, Any], locale: str) -> None:
    """Swaps in the descriptions and choices that Discord would show in this locale."""
    shown["description"] = _told(command, "description", locale) or shown["description"]
    for option, source in zip(shown["options"], command.get("options") or [], strict=False):
        option["description"] = _told(source, "description", locale) or option["description"]
        for choice, named in zip(option["choices"], source.get("choices") or [], strict=False):
            choice["name"] = _told(named, "name", locale) or choice["name"]


def _told(source: Mapping[str, Any], what: str, locale: str) -> str | None:
    localised = cast("dict[str, str] | None", source.get(f"{what}_localizations"))
    return (localised or {}).get(locale)
