"""Data sets that are wrong: the real one, cut small, and then spoiled in many ways.

A spoiled set is made from a seed alone, so that one that fails can be looked at again.
"""

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

DATA: Final = Path(__file__).parents[1] / "data"
SEEDS: Final = ("measures/national.yaml", "measures/finance-2024-10.yaml")
"""Of these files a few records are kept, and whatever they name."""
_RECORD: Final = re.compile(r"(?m)^(?=  - id: )")
_ID: Final = re.compile(r"  - id: (\S+)")

Files = dict[str, bytes]


@cache
def small_real() -> Mapping[str, bytes]:
    """A few records of the real data set in their own words, and all that they name."""
    texts = {
        path.relative_to(DATA).as_posix(): path.read_text("utf-8")
        for path in sorted(DATA.rglob("*.yaml"))
    }
    kept: set[str] = set()
    for name in SEEDS:
        kept |= {_id(record) for record in _records(texts[name])[:3]}
    grown: set[str] = set()
    while kept != grown:
        grown = set(kept)
        for text in texts.values():
            for record in _records(text):
                if _id(record) in kept:
                    kept |= _named(record)
    return {name: _cut(text, kept).encode() for name, text in texts.items() if _cut(text, kept)}


def _records(text: str) -> list[str]:
    return _RECORD.split(text)[1:]


def _id(record: str) -> str:
    found = _ID.match(record)
    return found[1].strip("'\"") if found else ""


def _named(record: str) -> set[str]:
    """Every word of the record's values: ids of others are among them."""
    loaded: object = yaml.load(record, Loader=yaml.BaseLoader)
    return {value for value in _values(loaded) if re.fullmatch(r"[a-z0-9][a-z0-9-]*", value)}


def _values(part: Any) -> list[str]:
    if isinstance(part, dict):
        inner = cast("dict[str, Any]", part).values()
        return [value for one in inner for value in _values(one)]
    if isinstance(part, list):
        return [value for one in cast("list[Any]", part) for value in _values(one)]
    return [str(part)]


def _cut(text: str, kept: set[str]) -> str:
    """The file with those records alone; empty where none is left."""
    head, *_ = _RECORD.split(text)
    records = [record for record in _records(text) if _id(record) in kept]
    return head + "".join(records) if records else ""


# -- Spoiling --


def spoiled(seed: int) -> Files:
    """The small set with one to three things done to it."""
    dice = random.Random(seed)
    files = dict(small_real())
    for _ in range(dice.randint(1, 3)):
        name = dice.choice(sorted(files))
        files[name] = dice.choice(WAYS)(files[name], dice)
    return files


def _line(content: bytes, dice: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = content.split(b"\n")
    at = dice.randrange(len(lines))
    lines[at] = change(lines[at])
    return b"\n".join(lines)


def _bytes(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.randbytes(dice.randint(1, 4)) + content[at + dice.randint(0, 3) :]


def _half(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _dropped(content: bytes, dice: random.Random) -> bytes:
    lines = content.split(b"\n")
    del lines[dice.randrange(len(lines))]
    return b"\n".join(lines)


def _doubled(content: bytes, dice: random.Random) -> bytes:
    return _line(content, dice, lambda line: line + b"\n" + line)


def _indented(content: bytes, dice: random.Random) -> bytes:
    return _line(content, dice, lambda line: b" " * dice.randint(1, 5) + line)


def _valued(content: bytes, dice: random.Random) -> bytes:
    """Another value behind a colon."""
    value = dice.choice(VALUES)
    return _line(content, dice, lambda line: line.split(b":")[0] + b": " + value)


def _keyed(content: bytes, dice: random.Random) -> bytes:
    """Another key before a colon."""
    key = dice.choice(VALUES)
    return _line(content, dice, lambda line: b"    " + key + b":" + line.partition(b":")[2])


def _encoded(content: bytes, dice: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(
        dice.choice(("utf-16", "utf-32", "gb18030", "latin-1")), "replace"
    )


def _nested(content: bytes, dice: random.Random) -> bytes:
    deep = dice.choice((30, 500, 20_000))
    dedup_key = dice.choice((b"[", b"{a: ", b"- "))
    return content + b"\n    x: " + dedup_key * deep


def _large(content: bytes, dice: random.Random) -> bytes:
    fill = dice.choice((b"\n    note: " + b"x" * 300_000, b"\n  - {}" * 3_000, b"\n" * 100_000))
    return content + fill


def _laughs(content: bytes, dice: random.Random) -> bytes:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [
        b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9))
        for n in range(1, dice.randint(3, 12))
    ]
    return dice.choice((b"\n".join(lines), content + b"\n" + b"\n".join(lines), b"a: &a [*a]"))


def _impossible(content: bytes, dice: random.Random) -> bytes:
    """One date, or every one, is in no calendar."""
    wrong = dice.choice((b"2025-02-30", b"2023-02-29", b"2025-99-01", b"0000-01-01", b"9999-99-99"))
    return re.sub(rb"\b\d{4}-\d{2}-\d{2}\b", wrong, content, count=dice.choice((0, 1)))


def _senseless(content: bytes, dice: random.Random) -> bytes:
    """One sum, or every one, is negative or without measure."""
    wrong = dice.choice((b"-300000", b"-0.5", b"1" + b"0" * 400, b"1.5e300", b".nan", b"1.0e999"))
    return re.sub(rb"(?m)(?<= value: ).*$", wrong, content, count=dice.choice((0, 1)))


def _unshowable(content: bytes, dice: random.Random) -> bytes:
    """One text, or every one, is longer than any card or has characters that nobody sees."""
    wrong = dice.choice((b"x" * 4_000, b'"\\x07"', b'"a\\nb"', b'"\\u202e"', b'"\\0"', b"' '"))
    return re.sub(
        rb"(?<= en: ).*(?=\n +zh:)",
        wrong.replace(b"\\", b"\\\\"),
        content,
        count=dice.choice((0, 1)),
    )


VALUES: Final = (
    b"null", b"~", b"[]", b"{}", b"-1", b"1e999", b"9" * 5_000, b"0x1f", b"yes", b"true", b"''",
    b"!!python/object:os.system {}", b"!!binary aGVsbG8=", b"&a b", b"*a", b"<<", b"? [a, b]",
    b"\x00", b"\xef\xbf\xbe", b"\xed\xa0\x80", "小巨人".encode(), b'"\\uD800"', b"|\n", b">-",
    b"[[[[[[[]]]]]]]", b"{a: {b: {c: 1}}}", b"2025-13-45", b"not-an-id", b"@everyone", b"`", b"%",
)  # fmt: skip
WAYS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    _bytes,
    _half,
    _dropped,
    _doubled,
    _indented,
    _valued,
    _valued,
    _keyed,
    _encoded,
    _nested,
    _large,
    _laughs,
    _impossible,
    _senseless,
    _unshowable,
)
