"""gettext catalogues: compiled once, kept beside their source, again where that has changed."""

import gettext
import io
import struct
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


def read_catalogue(source: Path) -> gettext.GNUTranslations:
    """The texts of a .po file, by its .mo where that is up to date.

    A .mo ends with the hash of its source, which readers of the format pass over; one that is only
    partly written has none.
    """
    content = source.read_bytes()
    checksum = sha256(content).digest()
    kept = source.with_suffix(".mo")
    with suppress(OSError, ValueError, UnicodeError, struct.error):  # none yet, or a broken one
        compiled = kept.read_bytes()
        if compiled.endswith(checksum):
            return gettext.GNUTranslations(io.BytesIO(compiled))
    compiled = _compiled(content) + checksum
    with suppress(OSError):  # where nothing may be written, the next start compiles again
        kept.write_bytes(compiled)
    return gettext.GNUTranslations(io.BytesIO(compiled))


def _compiled(content: bytes) -> bytes:
    # Imported here: a start that finds its .mo does not need them.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(content)))
    return out.getvalue()
