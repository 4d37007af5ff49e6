"""What somebody sends in: hostile archives are refused with one sentence, outside the bot."""

import random
import sys
import time
import zipfile
from collections.abc import AsyncIterator

import pytest

from bot.releases.reader import DATA_WORKER, DatasetReader, InvalidDataset, result_of
from bot.releases.upload import MOST_UNPACKED, UploadError, read_upload
from bot.storage.data_files import DataFiles
from bot.storage.releases import ReleaseContent
from bot.worker_process import WorkerProcess
from tests.small import small_files, zipped

TABLE = "derived/pinyin.json"


@pytest.fixture
async def reader() -> AsyncIterator[DatasetReader]:
    kept = DatasetReader(DATA_WORKER)
    yield kept
    kept.close()


def refused(content: bytes) -> str:
    with pytest.raises(UploadError) as caught:
        read_upload("set.zip", content, None)
    return str(caught.value)


# -- Archives --


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_stored_and_deflated_members_are_unpacked(method: int) -> None:
    bomb = zipped({"sources.yaml": b" " * 10_000_000}, method)
    assert len(bomb) < 20_000
    assert "expected an ordinary zip" in refused(bomb)


def test_a_broken_lzma_member_is_refused_too() -> None:
    whole = bytearray(zipped({"sources.yaml": random.Random(1).randbytes(5_000)}, zipfile.ZIP_LZMA))
    whole[100:200] = bytes(100)
    assert "expected an ordinary zip" in refused(bytes(whole))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_ordinary_archives_are_read(method: int) -> None:
    assert read_upload("set.zip", zipped(small_files(4), method), None).yaml == small_files(4)


def test_capitals_in_a_name_make_no_difference() -> None:
    shouted = {name.upper(): content for name, content in small_files(4).items()}
    packed = zipped({f"DATA/{name}": content for name, content in shouted.items()})
    assert read_upload("SET.ZIP", packed, None).yaml == shouted
    active = DataFiles(small_files(3), {})
    changed = read_upload("MEASURES.YAML", shouted["MEASURES.YAML"], active)
    assert changed.yaml == small_files(4)


def test_of_several_files_of_a_name_the_one_with_the_same_records_is_replaced() -> None:
    files = {
        "measures/national.yaml": b"# Old\nmeasures:\n",
        "questions/national.yaml": b"questions:",
    }
    active = DataFiles(files, {})
    sent = b"# New\nmeasures: []\n"
    assert read_upload("national.yaml", sent, active).yaml == files | {
        "measures/national.yaml": sent
    }
    with pytest.raises(UploadError, match="several"):
        read_upload("national.yaml", b"zones: []", active)


def test_a_member_that_lies_about_its_size_is_a_bomb() -> None:
    packed = bytearray(zipped({"sources.yaml": b" " * 30_000_000}))
    at = packed.index(b"PK\x01\x02")
    packed[at + 20 : at + 24] = (3_000_000).to_bytes(4, "little")  # its size when packed
    assert refused(bytes(packed))


def test_broken_deflate_is_no_zip() -> None:
    whole = bytearray(zipped({"sources.yaml": random.Random(1).randbytes(5_000)}))
    whole[100:300] = bytes(200)
    assert "not a readable zip file" in refused(bytes(whole))


def test_all_together_are_bounded() -> None:
    dice = random.Random(1)
    part = b"".join(dice.randbytes(200) + bytes(9_800) for _ in range(MOST_UNPACKED // 30_000 + 1))
    many = zipped({f"{n}.yaml": part for n in range(3)})
    assert "unpacks to more than 20 MB" in refused(many)


# -- In the worker process --


async def test_a_set_is_read_outside_the_bot(reader: DatasetReader) -> None:
    sent = zipped(small_files(60))
    began = time.process_time()
    found = await reader.upload("set.zip", sent, None)
    assert isinstance(found, ReleaseContent)
    assert found.counts["measures"] == 60
    assert time.process_time() - began < 0.2, "the bot itself has next to nothing to do"


async def test_one_file_replaces_its_namesake_outside_the_bot(reader: DatasetReader) -> None:
    sound = await reader.upload("set.zip", zipped(small_files(3)), None)
    assert isinstance(sound, ReleaseContent)
    found = await reader.upload("measures.yml", small_files(7)["measures.yaml"], sound.files)
    assert isinstance(found, ReleaseContent)
    assert found.counts["measures"] == 7


async def test_a_huge_table_of_readings_costs_the_bot_nothing(reader: DatasetReader) -> None:
    signs = [chr(n) for n in range(0x10000, 0x10FFFF)][:900_000]
    table = ('{"' + '":"a","'.join(signs) + '":"a"}').encode()
    sent = zipped({**small_files(3), TABLE: table})
    began = time.process_time()
    found = await reader.upload("set.zip", sent, None)
    assert time.process_time() - began < 0.2
    assert isinstance(found, InvalidDataset)
    assert found.faults[0].message == "not a pinyin table; expected JSON"


async def test_what_takes_too_long_is_refused_with_one_sentence(reader: DatasetReader) -> None:
    dice = random.Random(7)
    rows = b"\n".join(b"  - id: x%d" % dice.randrange(10**9) for _ in range(300_000))
    sent = zipped({"sources.yaml": b"sources:\n" + rows})
    found = await reader.upload("set.zip", sent, None, seconds=1.0)
    assert isinstance(found, InvalidDataset)
    assert [str(fault.reason) for fault in found.faults] == [
        "takes longer than 1 s; expected a simpler data set"
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to it")
def test_processor_time_is_limited_whatever_the_clock_says(request: pytest.FixtureRequest) -> None:
    worker = WorkerProcess(DATA_WORKER)
    request.addfinalizer(worker.close)
    rows = b"\n".join(b"  - id: x%d" % n for n in range(300_000))
    sent = zipped({"sources.yaml": b"sources:\n" + rows})
    assert worker.request({"name": "set.zip", "seconds": 1}, [sent], 120) == "timeout"
    answer = worker.request({"name": "set.zip", "seconds": 10}, [zipped(small_files(3))], 120)
    assert not isinstance(answer, str), "the next order has a process of its own"
    assert "hash" in answer[0]
    drawn = worker.request({"draw": True, "seconds": 60}, [], 180)
    assert not isinstance(drawn, str)
    assert drawn[0]["count"] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to it")
def test_processor_time_for_drawing_is_limited_too(request: pytest.FixtureRequest) -> None:
    worker = WorkerProcess(DATA_WORKER)
    request.addfinalizer(worker.close)
    answer = worker.request({"name": "set.zip"}, [zipped(small_files(3_000))], 120)
    assert not isinstance(answer, str)
    assert worker.request({"draw": True, "seconds": 1}, [], 180) == "timeout"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to it")
def test_what_takes_too_much_memory_is_refused_with_one_sentence(
    request: pytest.FixtureRequest,
) -> None:
    worker = WorkerProcess(DATA_WORKER)
    request.addfinalizer(worker.close)
    order = {"name": "set.zip", "memory": 100 * 2**20}
    scalars = b",".join(b"%d" % n for n in range(300_000))
    greedy = zipped({"sources.yaml": b"sources: [" + scalars + b"]"})
    found = result_of(worker.request(order, [greedy], 120))
    assert isinstance(found, InvalidDataset)
    # Where not even the refusal found room, the process has ended.
    (said,) = (str(fault.reason) for fault in found.faults)
    assert said.startswith(("too large to read", "exceeds the parser's limits"))
    sound = worker.request({"name": "set.zip"}, [zipped(small_files(3))], 120)
    assert not isinstance(sound, str)
    assert "hash" in sound[0], "the limit was for that one alone"
