"""What the demo and the tests need of simcord's private names, in one file that checks itself.

simcord sends every interaction as an English client and shows the commands in English; both are
given a viewer's own locale here. Its clock starts in January 2026 and is set to the present.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import simcord
from simcord import interactions
from simcord.preview import _commands  # pyright: ignore[reportPrivateUsage] # see the docstring

_base_payload = interactions.base_payload
_build_catalog = _commands.build_catalog

for _owner, _name in ((interactions, "base_payload"), (_commands, "visible_leaf")):
    if not hasattr(_owner, _name):
        raise ImportError(f"simcord has no {_owner.__name__}.{_name}; this file needs a new look")


def set_time(env: simcord.Env, moment: datetime) -> None:
    """Starts simcord's clock at this moment; before `env.start()`."""
    clock: Any = env.backend.clock
    clock._epoch = moment


def speak_locales(locales: Mapping[int, str]) -> None:
    """From now on these users' clients have these locales (user id -> zh-CN ...)."""

    def base_payload(backend: Any, **given: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = _base_payload(backend, **given)
        payload["locale"] = locales.get(given["user_id"], payload["locale"])
        return record, payload

    def build_catalog(preview: Any, page: Any) -> dict[str, Any]:
        catalog = _build_catalog(preview, page)
        locale = locales.get(page.viewer.id)
        if locale is not None:
            for entry in catalog.get("entries", []):
                found = _commands.visible_leaf(preview, page, entry["commandId"], entry["path"])
                if found is not None:
                    _localise(entry, found[2], locale)
        return catalog

    interactions.base_payload = base_payload
    _commands.build_catalog = build_catalog


def _localise(shown: dict[str, Any], command: Mapping[str, Any], locale: str) -> None:
    """Swaps in the descriptions and choices that Discord would show in this locale."""
    told = cast("dict[str, str]", command.get("description_localizations") or {})
    shown["description"] = told.get(locale, shown["description"])
    for option, source in zip(shown["options"], command.get("options") or [], strict=False):
        told = source.get("description_localizations") or {}
        option["description"] = told.get(locale, option["description"])
        for choice, named in zip(option["choices"], source.get("choices") or [], strict=False):
            names = named.get("name_localizations") or {}
            choice["name"] = names.get(locale, choice["name"])
