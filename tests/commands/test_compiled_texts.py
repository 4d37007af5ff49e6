"""Catalogues are compiled once, and again exactly where their source has changed."""

import os
import shutil
from pathlib import Path

import pytest

from bot.i18n import catalogues
from bot.i18n.catalogues import read_catalogue

HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: zh_CN\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
PLURAL = 'msgid "{n} record"\nmsgid_plural "{n} records"\nmsgstr[0] "{n}条记录"\n'


def write(source: Path, text: str = "你好") -> None:
    source.write_text(f'{HEAD}\nmsgid "Hello"\nmsgstr "{text}"\n\n{PLURAL}', "utf-8")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A catalogue of two texts."""
    file = tmp_path / "bot.po"
    write(file)
    return file


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be compiled."""

    def refuse(_: bytes) -> bytes:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(catalogues, "_compiled", refuse)


def test_texts_and_plurals_are_translated(source: Path) -> None:
    for _ in range(2):
        texts = read_catalogue(source)
        assert texts.gettext("Hello") == "你好"
        assert texts.ngettext("{n} record", "{n} records", 5) == "{n}条记录"
        assert texts.gettext("unknown") == "unknown"


def test_the_second_time_nothing_is_compiled(source: Path, request: pytest.FixtureRequest) -> None:
    read_catalogue(source)
    request.getfixturevalue("no_compiler")
    assert read_catalogue(source).gettext("Hello") == "你好"


def test_a_changed_source_counts_at_once_whatever_its_date(source: Path) -> None:
    read_catalogue(source)
    kept = source.stat()
    write(source, "您好")
    os.utime(source, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    assert read_catalogue(source).gettext("Hello") == "您好"


@pytest.mark.parametrize("size", [0, 1, 40, 100])
def test_a_broken_file_is_compiled_again(
    source: Path, size: int, request: pytest.FixtureRequest
) -> None:
    read_catalogue(source)
    compiled = source.with_suffix(".mo")
    whole = compiled.read_bytes()
    compiled.write_bytes(whole[:size] + whole[-32:])
    assert read_catalogue(source).gettext("Hello") == "你好"
    assert compiled.read_bytes() == whole
    request.getfixturevalue("no_compiler")
    read_catalogue(source)


def test_where_it_cannot_be_kept_the_texts_are_there_all_the_same(source: Path) -> None:
    source.with_suffix(".mo").mkdir()
    assert read_catalogue(source).gettext("Hello") == "你好"
    assert {path.name for path in source.parent.iterdir()} == {"bot.po", "bot.mo"}


def test_the_bots_own_catalogues_need_no_compiler_after_the_first_start(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = "Language of the answer"
    locale = Path(catalogues.__file__).parent / "locale"
    for name in ("zh_CN", "zh_TW"):
        source = tmp_path / f"{name}.po"
        shutil.copyfile(locale / name / "LC_MESSAGES" / "bot.po", source)
        first = read_catalogue(source).gettext(text)
        assert first != text
    request.getfixturevalue("no_compiler")
    for name in ("zh_CN", "zh_TW"):
        assert read_catalogue(tmp_path / f"{name}.po").gettext(text) != text
