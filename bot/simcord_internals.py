"""simcord's private names that the demo and the tests need, in one file that checks itself.

simcord sends every interaction as an English client and shows commands in English; here both use
the viewer's locale. Its clock stands still in January 2026; here it can start at another moment,
or run. Its application has no installation contexts; here it has both. It reads a line after a
list as a part of the last item, as CommonMark does; here, as on Discord, the list ends before it.
Its page remembers what was chosen in a drop-down by its place; here, as on Discord, a changed
message shows its own choice.
"""

import asyncio
import re
from asyncio import Task
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import copy_context
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final, TypeVar, cast
from zlib import crc32

import orjson
import simcord
from simcord import interactions
from simcord.http import router
from simcord.preview import _action_plans, _commands, _component_projection

T = TypeVar("T")

_markdown: Any = import_module("simcord.preview._markdown")

_REFRESH_SECONDS: Final = 0.1
"""Seconds between attempts to refresh a page."""
_REFRESHES: Final = 20
_SELECT: Final = 3
_ITEM: Final = re.compile(r" *(?:[-*]|\d+\.) ")
"""The start of a list item."""

for _owner, _names in (
    (interactions, ("base_payload",)),
    (_commands, ("build_catalog", "visible_leaf")),
    (_action_plans, ("_component_key",)),
    (_component_projection, ("_control_key",)),
    (_markdown, ("_discord_multiline_quotes",)),
):
    for _name in _names:
        if not callable(getattr(_owner, _name, None)):
            raise ImportError(f"simcord has no {_owner.__name__}.{_name}; update this file")


def set_time(env: simcord.Env, moment: datetime) -> None:
    """Starts simcord's clock at this moment; before `env.start()`."""
    clock: Any = env.backend.clock
    if not hasattr(clock, "_epoch"):
        raise ImportError("simcord's clock has no _epoch; update this file")
    clock._epoch = moment


def run_clock(env: simcord.Env) -> None:
    """Lets simcord's clock show the time of this machine; before `env.start()`."""
    clock: Any = env.backend.clock
    if not hasattr(clock, "now"):
        raise ImportError("simcord's clock has no now; update this file")
    clock.now = lambda: datetime.now(UTC)


def set_name(env: simcord.Env, name: str) -> None:
    """Sets the bot's name; before `env.start()`."""
    env.backend.bot_user.name = name


def take_json(env: simcord.Env) -> None:
    """Passes answers through JSON, as Discord gets them; after `env.start()`."""
    own: Any = env
    if not hasattr(own, "_webhook_adapter"):
        raise ImportError("simcord.Env has no _webhook_adapter; update this file")
    adapter = own._webhook_adapter
    their_request = adapter.request

    async def request(*args: Any, payload: object = None, **given: Any) -> Any:
        return await their_request(*args, payload=orjson.loads(orjson.dumps(payload)), **given)

    adapter.request = request


def external_wait(env: simcord.Env, preview: simcord.Preview) -> Callable[[Task[T]], Awaitable[T]]:
    """Waits for work that outlasts a command; the page is refreshed afterwards.

    simcord treats a command that waits for long as stuck and shows nothing that comes later. A
    result that comes while the command still runs is shown with it, without a refresh, which would
    lose what the viewer presses.
    """
    outside, running = copy_context(), set[Task[None]]()

    async def wait(work: Task[T]) -> T:
        command = _running_command(env)
        try:
            return await env.external_wait(asyncio.shield(work), reason="a picture is drawn")
        finally:
            if command is None or _running_command(env) is not command:
                task = outside.run(asyncio.create_task, _show(preview))
                running.add(task)
                task.add_done_callback(running.discard)

    return wait


def _running_command(env: simcord.Env) -> Task[Any] | None:
    """The task of simcord, such as a command, until its answer is shown."""
    own: Any = env
    if not hasattr(own, "_operation_task"):
        raise ImportError("simcord.Env has no _operation_task; update this file")
    return own._operation_task


async def _show(preview: simcord.Preview) -> None:
    """Refreshes the pages as soon as no viewer is busy."""
    for _ in range(_REFRESHES):
        await asyncio.sleep(_REFRESH_SECONDS)
        try:
            await preview.refresh()
        except (simcord.SetupError, TimeoutError):
            continue
        return


@contextmanager
def guild_and_user_install() -> Generator[None]:
    """A bot that logs in within the block finds an application for servers and users."""
    routes = cast("list[tuple[list[str], Any]]", getattr(router, "_ROUTES")["GET"])  # noqa: B009
    found = [n for n, (_, handler) in enumerate(routes) if handler.__name__ == "application_info"]
    if not found:
        raise ImportError("simcord has no route application_info; update this file")
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
    """Within the block, the clients of these users have these locales (user id -> zh-CN ...)."""
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
def separate_lists() -> Generator[None]:
    """Within the block, a line after a list is not a part of its last item, as on Discord."""
    their_reading: Any = _markdown._discord_multiline_quotes

    def reading(content: str) -> str:
        return their_reading("\n".join(_lines_after_lists(content)))

    _markdown._discord_multiline_quotes = reading
    try:
        yield
    finally:
        _markdown._discord_multiline_quotes = their_reading


@contextmanager
def own_choices() -> Generator[None]:
    """Within the block, a drop-down whose options or choice change is a new one for the page."""
    places: tuple[Any, Any] = (_action_plans, _component_projection)
    their_key: Any = places[0]._component_key
    their_name: Any = places[1]._control_key

    def key(component: Any, path: str, message_id: int) -> str | None:
        return _with_options(their_key(component, path, message_id), component)

    def name(scope: str, component: Any, path: str) -> str | None:
        return _with_options(their_name(scope, component, path), component)

    places[0]._component_key, places[1]._control_key = key, name
    try:
        yield
    finally:
        places[0]._component_key, places[1]._control_key = their_key, their_name


def _with_options(key: str | None, component: Mapping[str, Any]) -> str | None:
    if key is None or component.get("type") != _SELECT:
        return key
    options = [(each["value"], bool(each.get("default"))) for each in component["options"]]
    return f"{key}:{crc32(repr(options).encode())}"


def _lines_after_lists(content: str) -> Iterator[str]:
    """The lines with an empty one after each list; code is unchanged."""
    in_list = in_code = False
    for line in content.split("\n"):
        item = _ITEM.match(line) is not None
        if in_list and line and not item and not line.startswith(" "):
            yield ""
        in_code ^= line.startswith("```")
        in_list = not in_code and (item or (in_list and line.startswith(" ")))
        yield line


def _localise(shown: dict[str, Any], command: Mapping[str, Any], locale: str) -> None:
    """Replaces descriptions and choices by those that Discord would show in this locale."""
    shown["description"] = _localised(command, "description", locale) or shown["description"]
    for option, source in zip(shown["options"], command.get("options") or [], strict=False):
        option["description"] = _localised(source, "description", locale) or option["description"]
        for choice, named in zip(option["choices"], source.get("choices") or [], strict=False):
            choice["name"] = _localised(named, "name", locale) or choice["name"]


def _localised(source: Mapping[str, Any], what: str, locale: str) -> str | None:
    localised = cast("dict[str, str] | None", source.get(f"{what}_localizations"))
    return (localised or {}).get(locale)
