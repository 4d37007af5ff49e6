"""The files of a data folder: ordinary ones alone, of a bounded size, whatever case their name."""

import os
import sys
from pathlib import Path

import pytest

from bot.releases.reader import InvalidDataset
from bot.releases.startup import DataError, read_files, read_here
from bot.storage import data_files as files
from bot.storage.data_files import READINGS
from tests.small import small_files, write_small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small(tmp_path / "data")


async def refusal(folder: Path) -> str:
    """The sentence with which the folder is refused, by the command line and by a reload."""
    with pytest.raises(DataError) as caught:
        read_files(folder)
    sentence = str(caught.value)
    assert len(sentence.splitlines()) == 1
    found = await read_here(folder)
    assert isinstance(found, InvalidDataset)
    return f"{sentence} {found.faults[0].message}"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
@pytest.mark.parametrize("name", ["pipe.yaml", READINGS.as_posix()])
@pytest.mark.parametrize("linked", [False, True])
async def test_a_pipe_is_named_and_never_waited_for(
    folder: Path, name: str, *, linked: bool
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    pipe = folder.parent / "pipe" if linked else folder / name
    os.mkfifo(pipe)
    if linked:
        (folder / name).symlink_to(pipe)
    said = await refusal(folder)
    assert said.count(name) == 2
    assert said.count("a pipe, a socket or a device; expected an ordinary file") == 2


async def test_a_folder_named_as_a_file_is_named(folder: Path) -> None:
    (folder / "more.yaml").mkdir()
    assert (await refusal(folder)).count("it is a folder; expected a file") == 2


def test_a_link_to_an_ordinary_file_is_read(folder: Path) -> None:
    (folder / "measures.yaml").rename(folder.parent / "elsewhere")
    (folder / "measures.yaml").symlink_to(folder.parent / "elsewhere")
    assert read_files(folder).yaml == small_files()


async def test_a_file_that_is_too_large_is_named(folder: Path) -> None:
    with (folder / "large.yaml").open("wb") as large:
        large.truncate(files.MOST_FILE + 1)
    said = await refusal(folder)
    assert said.count("large.yaml") == 2
    assert said.count("the file has more than 10 MB") == 2


async def test_all_files_together_are_bounded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_TOGETHER", 2**10)
    assert "its files have more than 0 MB together" in await refusal(folder)


@pytest.mark.parametrize("name", ["MEASURES.YAML", "Measures.Yml"])
def test_capitals_in_a_name_make_no_difference(folder: Path, name: str) -> None:
    (folder / "measures.yaml").rename(folder / name)
    assert read_files(folder).yaml[name] == small_files()["measures.yaml"]


async def test_a_table_of_readings_that_is_none_is_named(folder: Path) -> None:
    (folder / READINGS).parent.mkdir()
    for content in (b"{", b"\xff", b"[]", b"[" * 100_000):
        (folder / READINGS).write_bytes(content)
        assert (await refusal(folder)).count("derived/pinyin.json is not a JSON table") == 2
