"""A file with a message that is prepared JSON: the parts of the form in which both are sent."""

import io
from typing import Any, NamedTuple, TypedDict

import discord
import orjson

from bot.ui.components import Component


class Attached(NamedTuple):
    """A file under an answer."""

    name: str
    content: bytes
    described: str = ""
    """What it shows, for those who do not see it."""

    @property
    def told(self) -> Component:
        """The file as the message speaks of it."""
        described = {"description": self.described} if self.described else {}
        return {"id": 0, "filename": self.name, **described}


class Sending(TypedDict):
    """What the library's adapter takes: JSON alone, or a form with a file."""

    payload: dict[str, Any] | None
    multipart: list[dict[str, Any]] | None
    files: list[discord.File] | None


def sending(body: dict[str, Any], file: Attached | None) -> Sending:
    """A body that speaks of the file already, and the file."""
    if file is None:
        return {"payload": body, "multipart": None, "files": None}
    held = discord.File(io.BytesIO(file.content), file.name, description=file.described or None)
    form = [
        {"name": "payload_json", "value": orjson.dumps(body).decode()},
        {
            "name": "files[0]",
            "value": held.fp,
            "filename": held.filename,
            "content_type": "application/octet-stream",
        },
    ]
    return {"payload": None, "multipart": form, "files": [held]}
