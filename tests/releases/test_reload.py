"""Reloads without Discord: what goes live, who follows, what a restart needs."""

import asyncio
from pathlib import Path

import pytest

from bot.releases.proposal import Busy, Live, MovedOn, Proposal, Same, UnknownRelease
from bot.releases.reader import DatasetReader
from bot.storage.database import Database
from bot.storage.releases import Deed
from tests.digests.delivery_harness import Clock
from tests.releases.reloading import ALICE, ONE, Process, begin, empty, live
from tests.small import small_files, write_small, zipped


async def test_a_set_goes_live_and_another_process_follows(
    one: Process, two: Process, folder: Path
) -> None:
    assert live(one) == live(two) == (ONE, 3)
    version = await one.load(5, folder)
    assert live(one) == (version, 5)
    assert live(two) == (ONE, 3)
    await two.reload.follow()
    assert live(two) == (version, 5)


async def test_the_bot_builds_no_index_itself(
    one: Process, two: Process, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object) -> None:
        raise AssertionError("built in the bot")

    monkeypatch.setattr("bot.domain.search.index.build_index_data", build)
    version = await one.load(5, folder)
    await two.reload.follow()
    assert live(one) == live(two) == (version, 5)
    assert two.release.index.search(two.release.index.parse("measure"))


async def test_of_two_at_once_one_goes_live(one: Process, two: Process, folder: Path) -> None:
    write_small(folder, 5)
    first = await one.reload.from_disk()
    write_small(folder, 6)
    second = await two.reload.from_disk()
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    done = await asyncio.gather(
        one.reload.apply(first, Deed(ALICE, "reload")),
        two.reload.apply(second, Deed(ALICE, "reload")),
    )
    assert sum(isinstance(each, Live) for each in done) == 1
    [late] = [each for each in done if isinstance(each, MovedOn)]
    await one.reload.follow()
    await two.reload.follow()
    assert live(one) == live(two)
    assert live(one)[0] == late.version


async def test_a_look_for_what_others_made_live_keeps_nobody_from_a_reload(one: Process) -> None:
    _, first, second = await asyncio.gather(
        one.reload.follow(), one.reload.from_disk(), one.reload.from_disk()
    )
    assert (first, second) == (Same(ONE), Busy()), "only another reload does"
    assert await one.reload.from_disk() == Same(ONE)


async def test_what_is_live_or_unknown_is_no_offer(one: Process) -> None:
    assert await one.reload.from_disk() == Same(ONE)
    assert await one.reload.from_release(ONE) == Same(ONE)
    assert await one.reload.from_release("2020.01.01.1") == UnknownRelease("2020.01.01.1")


async def test_a_restart_needs_no_disk(
    one: Process,
    folder: Path,
    databases: tuple[Database, Database],
    clock: Clock,
    reader: DatasetReader,
) -> None:
    files = small_files(6)["measures.yaml"]
    sent = await one.reload.from_upload("measures.yaml", files)
    assert isinstance(sent, Proposal)
    version = await one.apply(sent)
    empty(folder)
    again = await begin(databases[1], folder, clock, reader)
    assert live(again) == (version, 6)
    more = await again.reload.from_upload("measures.yaml", small_files(7)["measures.yaml"])
    assert isinstance(more, Proposal)


async def test_readings_that_do_not_come_along_stay(one: Process, folder: Path) -> None:
    (folder / "derived").mkdir()
    (folder / "derived" / "pinyin.json").write_text('{"补": "bu", "贴": "tie"}', "utf-8")
    await one.load(4, folder)
    assert one.release.names.measures.complete("butie")
    whole = await one.reload.from_upload("set.zip", zipped(small_files(5)))
    assert isinstance(whole, Proposal)
    await one.apply(whole)
    assert one.release.names.measures.complete("butie")
