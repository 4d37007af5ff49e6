"""Messages as Discord stores them: create, fill, change, read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.wire.api_errors import ApiError, reject_invalid
from tests.wire.channels import Channel
from tests.wire.ids import Json, rows, snowflake
from tests.wire.payload_limits import V2, message_violations, walk
from tests.wire.people import Person

CROSSPOSTED = 1 << 0
_EDITABLE = ("content", "embeds", "components")


@dataclass(frozen=True)
class Upload:
    """A file, sent by a person or by the bot."""

    name: str
    data: bytes


class FileStore:
    """Every uploaded file, each with its own address."""

    def __init__(self, origin: Callable[[], str]) -> None:
        self._origin = origin
        self._files: dict[str, Upload] = {}

    def get(self, file_id: str) -> Upload | None:
        """The file of that id."""
        return self._files.get(file_id)

    def add(self, upload: Upload, file_id: str | None = None) -> Json:
        """The attachment object of a file that can now be read."""
        file_id = file_id or str(snowflake())
        self._files[file_id] = upload
        url = f"{self._origin()}/attachments/{file_id}/{upload.name}"
        size = len(upload.data)
        return {"id": file_id, "filename": upload.name, "size": size, "url": url, "proxy_url": url}


def blank_message(author: Person, channel: Channel, content: str = "") -> Json:
    """A message object without embeds, components or files."""
    return {
        "id": str(snowflake()),
        "channel_id": str(channel.id),
        "author": author.as_user(),
        "content": content,
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    }


def change(message: Json, data: Json, files: Mapping[str, bytes], store: FileStore) -> Json:
    """The message changed in place, so that every reference sees the change."""
    if data.get("flags", 0) & V2:
        message["flags"] |= V2
    message["edited_timestamp"] = datetime.now(UTC).isoformat()
    return fill(message, data, files, store)


def fill(message: Json, data: Json, files: Mapping[str, bytes], store: FileStore) -> Json:
    """The message with what the body and files of a call put into it. Raises RefusedError."""
    changed = message | {k: data[k] or type(message[k])() for k in _EDITABLE if k in data}
    if "attachments" in data or files:
        changed["attachments"] = _attachments(message, data, files, store)
    reject_invalid(message_violations(changed))
    if "components" in data:
        urls = {a["filename"]: a["url"] for a in changed["attachments"]}
        changed["components"] = _Numbering(urls).all(changed["components"])
    message.update(changed)
    return message


def _attachments(
    message: Json, data: Json, files: Mapping[str, bytes], store: FileStore
) -> list[Json]:
    listed = {str(a["id"]): a for a in rows(data, "attachments")}
    stay = "attachments" not in data
    kept = [a for a in message["attachments"] if stay or a["id"] in listed]
    for n, (name, content) in enumerate(files.items()):
        payload = listed.get(str(n), {}).get("description")
        described = {"description": payload} if payload else {}
        kept.append(store.add(Upload(name, content)) | described)
    return kept


def seen_text(message: Json) -> str:
    """All that a person reads in a message, line by line; buttons and options not included."""
    lines: list[str] = [message["content"]] if message["content"] else []
    for embed in message["embeds"]:
        lines += [embed[k] for k in ("title", "description") if embed.get(k)]
        lines += [f"{f['name']}\n{f['value']}" for f in embed.get("fields", [])]
        lines += [embed["footer"]["text"]] if embed.get("footer") else []
    lines += [c["content"] for c in walk(message["components"]) if c["type"] == 10]
    return "\n".join(lines)


class _Numbering:
    """Copies components as Discord stores them: every one with an id, files with their address."""

    def __init__(self, urls: Mapping[str, str]) -> None:
        self._urls = urls
        self._last = 0

    def all(self, components: list[Json]) -> list[Json]:
        """The stored form of a list of components."""
        return [self._one(c) for c in components]

    def _one(self, component: Json) -> Json:
        self._last += 1
        stored = {"id": self._last} | component
        for key, value in component.items():
            if key == "components":
                stored[key] = self.all(value)
            elif key == "accessory":
                stored[key] = self._one(value)
            elif key in ("media", "file"):
                stored[key] = self._media(value)
            elif key == "items":
                stored[key] = [i | {"media": self._media(i["media"])} for i in value]
        return stored

    def _media(self, media: Json) -> Json:
        scheme, _, name = media["url"].partition("://")
        if scheme != "attachment":
            return media
        if name not in self._urls:
            raise ApiError(400, 50035, f"Invalid Form Body: no attachment {name!r}")
        return media | {"url": self._urls[name], "proxy_url": self._urls[name]}
