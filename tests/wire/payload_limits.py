"""Discord's limits on what a bot sends, as far as the stand-in enforces them.

Each check returns sentences, one a breach; none means that Discord would take the payload.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.wire.ids import Json, rows

V2, EPHEMERAL = 1 << 15, 1 << 6
_COMMAND_NAME = re.compile(r"^[-_'\w]{1,32}$")
_LEGACY = {1, 2, 3, 5, 6, 7, 8}


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, parents before their children."""
    for component in components:
        yield component
        yield from walk(rows(component, "components"))
        yield from walk([component[key] for key in ("accessory", "component") if key in component])


def message_violations(message: Mapping[str, Any]) -> list[str]:
    """What Discord would refuse in a message with these flags, content, embeds and components."""
    parts = list(walk(rows(message, "components")))
    ids = [p["custom_id"] for p in parts if "custom_id" in p]
    faults = [f"custom_id {i!r} is longer than 100" for i in ids if not 1 <= len(i) <= 100]
    faults += ["a custom_id occurs twice"] * (len(ids) != len(set(ids)))
    faults += [f"label {p['label']!r} is longer than 80" for p in parts if _long_label(p)]
    faults += ["a select has no or over 25 options"] * any(_bad_select(p) for p in parts)
    v2 = message.get("flags", 0) & V2
    return faults + (_v2_violations(message, parts) if v2 else _legacy_violations(message, parts))


def _long_label(part: Json) -> bool:
    return part["type"] == 2 and len(part.get("label") or "") > 80


def _bad_select(part: Json) -> bool:
    return part["type"] == 3 and not 1 <= len(part["options"]) <= 25


def _v2_violations(message: Mapping[str, Any], parts: list[Json]) -> list[str]:
    text = sum(len(p["content"]) for p in parts if p["type"] == 10)
    faults = [f"{len(parts)} components, at most 40"] * (len(parts) > 40)
    faults += [f"{text} characters, at most 4000"] * (text > 4000)
    faults += ["components v2 together with content or embeds"] * bool(
        message.get("content") or message.get("embeds")
    )
    sections = [len(p["components"]) for p in parts if p["type"] == 9]
    faults += ["a section holds 1 to 3 texts"] * any(not 1 <= n <= 3 for n in sections)
    return faults + ["an empty message"] * (not parts)


def _legacy_violations(message: Mapping[str, Any], parts: list[Json]) -> list[str]:
    faults = ["a layout component needs the components v2 flag"] * any(
        p["type"] not in _LEGACY for p in parts
    )
    faults += ["content is longer than 2000"] * (len(message.get("content") or "") > 2000)
    faults += ["over 10 embeds"] * (len(message.get("embeds") or []) > 10)
    faults += ["over 5 rows"] * (len(message.get("components") or []) > 5)
    filled = any(message.get(k) for k in ("content", "embeds", "components", "attachments"))
    return faults + ["an empty message"] * (not filled)


def choice_violations(choices: list[Json]) -> list[str]:
    """What Discord would refuse in an autocomplete answer."""
    faults = [f"{len(choices)} choices, at most 25"] * (len(choices) > 25)
    bad = [c for c in choices if not 1 <= len(c["name"]) <= 100 or len(str(c["value"])) > 100]
    return faults + [f"choice {c['name']!r}: 1 to 100 characters" for c in bad]


def modal_violations(modal: Json) -> list[str]:
    """What Discord would refuse in a form."""
    faults = ["a title has 1 to 45 characters"] * (not 1 <= len(modal.get("title", "")) <= 45)
    return faults + ["a form has 1 to 5 parts"] * (not 1 <= len(modal.get("components", [])) <= 5)


def command_violations(commands: list[Json]) -> list[str]:
    """What Discord would refuse in a bulk overwrite of commands."""
    slash = [c for c in commands if c.get("type", 1) == 1]
    faults = ["over 100 slash commands"] * (len(slash) > 100)
    names = [(c["name"], c.get("type", 1)) for c in commands]
    faults += ["two commands of one name"] * (len(names) != len(set(names)))
    return faults + [f for command in slash for f in _option_violations(command, command["name"])]


def _option_violations(option: Json, path: str) -> Iterator[str]:
    if not _COMMAND_NAME.match(option["name"]) or option["name"] != option["name"].lower():
        yield f"{path}: bad name"
    if not 1 <= len(option.get("description", "")) <= 100:
        yield f"{path}: a description has 1 to 100 characters"
    if len(rows(option, "options")) > 25 or len(rows(option, "choices")) > 25:
        yield f"{path}: over 25 options or choices"
    for inner in rows(option, "options"):
        yield from _option_violations(inner, f"{path} {inner['name']}")
