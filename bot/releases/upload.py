"""Reads uploads: a zip with a complete data set, or one file that replaces that of the same name.

Nothing of an upload is trusted: neither names nor stated sizes.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from bot.domain.data.faults import N_, Fault, MessagePart, fault_message
from bot.storage.data_files import (
    READINGS,
    SCHEMA,
    SUFFIXES,
    DataFiles,
    is_data_file,
    read_readings,
)

MOST_BYTES: Final = 5 * 2**20
"""The largest attachment."""
MOST_UNPACKED: Final = 20 * 2**20
MOST_FILES: Final = 500
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others unpack without a limit, however few bytes are read."""
MOST_RATIO: Final = 200
"""The largest compression ratio of a file; text has about ten."""
_SMALL: Final = 2**16
"""Bytes below which the ratio does not matter."""
_CHUNK: Final = 2**16
_SHOWN: Final = 80
_SOURCES: Final = "sources"

_TOO_LARGE: Final = N_("larger than {most} MB; expected a smaller file")
_SEVERAL: Final = N_("several files have this name ({names}); send a zip")
_UNKNOWN_NAME: Final = N_("no file of the active data set has this name; known: {known}")
_TOO_MANY: Final = N_("more than {most} files; expected fewer")
_BOMB: Final = N_("unpacks to more than {most} times its size")
_UNPACKS: Final = N_("unpacks to more than {most} MB; expected less")
_METHOD: Final = N_(
    "compressed with method {method}; expected an ordinary zip (stored or deflated)"
)


class UploadError(Exception):
    """An upload cannot be used: where and why."""

    def __init__(self, file: str, template: str, **parts: MessagePart) -> None:
        said = fault_message(template, **parts)
        super().__init__(str(said))
        self.fault = Fault(file[:_SHOWN] or "?", 1, "-", "file", said)


def read_upload(name: str, content: bytes, active: DataFiles | None) -> DataFiles:
    """The data files with the upload in them (`active` None: not stored). Raises UploadError."""
    refuse_by_name(name, len(content))
    if PurePosixPath(name).suffix.lower() == ".zip":
        return _read_zip(name, content, active)
    if active is None:
        raise UploadError(
            name, N_("the files of the active data set are not stored; send a complete zip")
        )
    return DataFiles(
        {**active.yaml, _same_name(name, content, active.yaml): content}, active.readings
    )


def refuse_by_name(name: str, size: int) -> None:
    """Raises UploadError for an upload that can be refused before the download."""
    if PurePosixPath(name).suffix.lower() not in (*SUFFIXES, ".zip"):
        raise UploadError(name, N_("neither .yaml, .yml nor .zip; expected one of these"))
    if size > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise UploadError(name, _TOO_LARGE, most=most)


def _same_name(name: str, content: bytes, active: Mapping[str, bytes]) -> str:
    """The file that the upload replaces; of several, the one with the same kind of records."""
    stem = PurePosixPath(name).stem.lower()
    found = [known for known in active if PurePosixPath(known).stem.lower() == stem]
    if len(found) > 1:
        kind = _first_key(content)
        found = [known for known in found if _first_key(active[known]) == kind] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise UploadError(name, _SEVERAL, names=", ".join(found))
    known = ", ".join(PurePosixPath(known).name for known in sorted(active))
    raise UploadError(name, _UNKNOWN_NAME, known=known[:600])


def _first_key(content: bytes) -> bytes:
    """The first key of a YAML file: its kind of records."""
    key = re.search(rb"^\w+(?=:)", content, re.MULTILINE)
    return key[0] if key else b""


def _read_zip(name: str, content: bytes, active: DataFiles | None) -> DataFiles:
    found = _unzip(name, content)
    base = _base(found)
    files = {
        inner.removeprefix(base): found[inner]
        for inner in found
        if inner.startswith(base) and is_data_file(PurePosixPath(inner))
    }
    yaml = {k: v for k, v in files.items() if SCHEMA not in PurePosixPath(k).parts[:-1]}
    if not yaml:
        raise UploadError(name, N_("it has no .yaml file; expected a complete data set"))
    table = found.get(base + READINGS.as_posix())
    if table is None:
        return DataFiles(yaml, active.readings if active else {})
    try:
        return DataFiles(yaml, read_readings(table))
    except ValueError as error:
        raise UploadError(READINGS.as_posix(), N_("not a pinyin table; expected JSON")) from error


def _base(found: Mapping[str, bytes]) -> str:
    """The folder within the zip that is the data set's: where the sources are."""
    stems = (PurePosixPath(i) for i in found if is_data_file(PurePosixPath(i)))
    sources = [path.parent for path in stems if path.stem.lower() == _SOURCES]
    nearest = min(sources, key=lambda path: len(path.parts), default=PurePosixPath())
    return "" if nearest == PurePosixPath() else f"{nearest}/"


def _unzip(name: str, content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as sent:
            return _contents(name, sent)
    except UploadError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise UploadError(name, N_("not a readable zip file")) from error
    except (NotImplementedError, RuntimeError, OverflowError) as error:
        said = N_("compressed with an unsupported method; use an ordinary zip")
        raise UploadError(name, said) from error


def _contents(name: str, sent: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in sent.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES:
        raise UploadError(name, _TOO_MANY, most=MOST_FILES)
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    left = MOST_UNPACKED
    for info in infos:
        _refuse(info)
        if info.filename.casefold() in seen:
            raise UploadError(info.filename, N_("appears twice in the zip"))
        seen.add(info.filename.casefold())
        if _wanted(info.filename):
            found[info.filename] = _read(name, sent, info, left)
            left -= len(found[info.filename])
    return found


def _refuse(info: zipfile.ZipInfo) -> None:
    """Raises UploadError for a name that leads elsewhere, a link, a secret or a bomb."""
    inner = info.filename
    if inner != info.orig_filename or re.search(r"[\\:\x00-\x1f\x7f]", inner):
        raise UploadError(inner, N_("its name contains a backslash, colon or control character"))
    if inner.startswith("/") or {"..", ".", ""} & set(inner.split("/")):
        raise UploadError(inner, N_("its name points outside the zip"))
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise UploadError(inner, N_("a link or a device; expected an ordinary file"))
    if info.flag_bits & 0x1:
        raise UploadError(inner, N_("encrypted; expected an unencrypted file"))
    if info.compress_type not in METHODS:
        raise UploadError(inner, _METHOD, method=info.compress_type)
    if info.file_size > max(_SMALL, MOST_RATIO * info.compress_size):
        raise UploadError(inner, _BOMB, most=MOST_RATIO)


def _wanted(inner: str) -> bool:
    """Data files and the table of readings; no notes, no schemas, nothing a system adds."""
    path = PurePosixPath(inner)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    table = path.parts[-2:] == READINGS.parts
    return not hidden and (is_data_file(path) or table)


def _read(name: str, sent: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """The content, chunk by chunk; what it says of its own size is not believed."""
    content = bytearray()
    with sent.open(info) as packed:
        while chunk := packed.read(_CHUNK):
            content += chunk
            if len(content) > left:
                raise UploadError(name, _UNPACKS, most=MOST_UNPACKED // 2**20)
            if len(content) > max(_SMALL, MOST_RATIO * info.compress_size):
                raise UploadError(info.filename, _BOMB, most=MOST_RATIO)
    return bytes(content)
