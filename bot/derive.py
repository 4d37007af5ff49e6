"""Derives files that would cost the running bot time or memory.

`python -m bot.derive [DATA_DIR]` writes `derived/pinyin.json` (the pinyin of every character, by
its use in the data set if it has several), `schema/*.json` (for editors), the hash of the data set
(which the tests draw, so that a start need not, see `bot.data_check.worker`) and the command texts
in traditional characters (whose dictionaries take 40 MB). It needs pypinyin, a development
dependency. A test checks that all are up to date.
"""

import io
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, cast

import opencc
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from pypinyin import lazy_pinyin

from bot.data_check.worker import DRAWN
from bot.domain.data.dataset import DATA_KINDS
from bot.storage.data_files import content_hash, read_data_files

_LOCALE = Path(__file__).parent / "i18n" / "locale"
_PO = Path("LC_MESSAGES") / "bot.po"
_COMMAND_TEXTS = ("/cog.py", "bot/ui/options.py")
"""The files that hold the descriptions and choices of commands."""
_HEADER = """# Derived from zh_CN by `python -m bot.derive`; do not edit.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: zh_TW\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_RUN = re.compile("[\u4e00-\u9fff]+")


def readings(texts: list[str]) -> dict[str, str]:
    """The most frequent reading of each character: in these texts, else in general."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for run in _RUN.findall(text):
            for char, sound in zip(run, lazy_pinyin(run), strict=True):
                seen[char][sound] += 1
    table = {char: lazy_pinyin(char)[0] for char in _common_characters()}
    table.update({char: sounds.most_common(1)[0][0] for char, sounds in seen.items()})
    return {char: sound for char, sound in sorted(table.items()) if sound.isascii()}


def _common_characters() -> str:
    """The characters of GB 2312, rows 16 to 87: those in daily use."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return b"".join(rows).decode("gb2312", errors="ignore")


def schemas() -> dict[str, str]:
    """The JSON Schema of each kind of file, by kind."""
    return {
        kind: json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": kind,
                "type": "object",
                "additionalProperties": False,
                "required": [kind],
                "properties": {kind: {"type": "array", "items": {"$ref": f"#/$defs/{m.__name__}"}}},
                "$defs": _definitions(m.model_json_schema(), m.__name__),
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
        for kind, m in DATA_KINDS.items()
    }


def _definitions(schema: dict[str, object], name: str) -> dict[str, object]:
    inner = schema.pop("$defs", {})
    return {**inner, name: schema} if isinstance(inner, dict) else {name: schema}


def derived(data: Path) -> dict[Path, str]:
    """Every derived file of a data folder: path -> content."""
    texts = [p.read_text("utf-8") for p in sorted(data.rglob("*.yaml"))]
    table = json.dumps(readings(texts), ensure_ascii=False, separators=(",", ":"))
    files = {data / "derived" / "pinyin.json": table + "\n"}
    files.update({data / "schema" / f"{kind}.json": text for kind, text in schemas().items()})
    files[DRAWN] = content_hash(read_data_files(data)) + "\n"
    return files


def traditional() -> dict[Path, str]:
    """The command texts in traditional characters, as a catalogue by path; keys stay English."""
    converter = cast("Any", opencc).OpenCC("s2twp")  # the package ships no types
    simplified = read_po(io.BytesIO((_LOCALE / "zh_CN" / _PO).read_bytes()), locale="zh_CN")
    catalogue = Catalog(locale="zh_TW")
    for message in simplified:
        if any(place.endswith(_COMMAND_TEXTS) for place, _ in message.locations):
            catalogue.add(message.id, str(converter.convert(message.string)))
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, no_location=True)
    return {_LOCALE / "zh_TW" / _PO: _HEADER + written.getvalue().decode()}


if __name__ == "__main__":
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
    for path, content in (derived(data) | traditional()).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
