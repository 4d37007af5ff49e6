"""Faulty data sets: what `check-data` and a start say."""

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.__main__ import main
from tests.conftest import free_port
from tests.end_to_end.program import (
    DATA,
    TOKEN,
    assert_one_sentence,
    environment,
    run,
    small_data,
    started,
)
from tests.small import Plain, measure, write_small
from tests.wire import Wire

QUESTION = "How much does Pudong pay a new little giant?"
DEMO = ["demo", "--no-browser", "--port", "0"]
"""Another demo may run on this machine, on the port that is the default."""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A data set with a fault in each of three files."""
    folder = small_data(tmp_path / "faulty")
    with (folder / "sources.yaml").open("a") as file:
        file.write("    grade: Z\n")
    (folder / "more").mkdir()
    (folder / "more" / "zones.yaml").write_bytes(b"zones:\n  - id: here\n    note: a\x07b\n")
    (folder / "glossary.yaml").write_text("glossary:\n  - id: srdi\n    en: SRDI SME\n")
    return folder


def test_check_data_lists_the_faults_of_every_file(tmp_path: Path, faulty: Path) -> None:
    ran = run(tmp_path, "check-data", str(faulty))
    assert ran.code == 65
    lines = ran.out.splitlines()
    assert all(re.fullmatch(r"\S+\.yaml:\d+: \S+: \S+: .+", line) for line in lines), ran.out
    assert any(line.startswith("glossary.yaml:2: srdi: zh: ") for line in lines)
    assert any(line.startswith("sources.yaml:10: seed: grade: ") for line in lines)
    assert any(re.match(r"more/zones\.yaml:3: .*U\+0007", line) for line in lines)
    assert_one_sentence(ran.err)
    assert ran.err.startswith(f"{len(lines)} faults in ")


def test_what_no_card_has_room_for_is_cut_and_no_fault(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "data", 2)
    said = {"source": "seed", "says": {"en": "word " * 60, "zh": "word " * 60}}
    measures = [measure(1), measure(2) | {"conflicts": [said] * 20}]
    written = yaml.dump({"measures": measures}, Dumper=Plain, sort_keys=False)
    (folder / "measures.yaml").write_text(written, "utf-8")
    ran = run(tmp_path, "check-data", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert "no faults" in ran.out


def test_check_data_of_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in ("missing", "file"):
        ran = run(tmp_path, "check-data", place)
        assert (ran.code, ran.out) == (65, "")
        assert_one_sentence(ran.err)
        assert place in ran.err


def test_check_data_of_a_folder_without_records(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run(tmp_path, "check-data", "empty")
    assert ran.code == 65
    assert "no record" in ran.out
    assert ran.err.startswith("1 fault in ")


def test_check_data_sums_up_what_is_fine(tmp_path: Path, data: Path) -> None:
    by_setting = run(tmp_path, "check-data", DATA_DIR=data)
    assert (by_setting.code, by_setting.err) == (0, "")
    assert re.search(r"^sources +1$", by_setting.out, re.MULTILINE)
    assert re.search(r"^records +2 ", by_setting.out, re.MULTILINE)
    assert run(tmp_path, "check-data", str(data)) == by_setting


def test_check_data_warns_of_what_ends_soon(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "set")
    ends = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=30)
    note = {"en": "To its end.", "zh": "至期满。"}
    rows = [measure(1) | {"validity": {"note": note, "ends": str(ends)}}, measure(2)]
    (folder / "measures.yaml").write_text(yaml.dump({"measures": rows}, Dumper=Plain))
    ran = run(tmp_path, "check-data", str(folder))
    assert (ran.code, ran.err) == (0, "")
    [warning] = [line for line in ran.out.splitlines() if line.startswith("warning: ")]
    assert re.fullmatch(
        rf"warning: measures\.yaml:2: m-1: ends on {ends}, days left: (29|30)", warning
    )


def test_check_sources_reports_and_changes_nothing(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "data")
    with (folder / "sources.yaml").open("a") as file:
        file.write(f"  url: http://127.0.0.1:{free_port()}/a\n")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ran = run(tmp_path, "check-sources", "--json", "report.json", DATA_DIR=folder)
    assert ran.code == 0
    assert ran.err.startswith("[1/1] seed: unreachable (no connection: ")
    assert "records: m-1, m-2, m-3, ten" in ran.out
    assert "1 page checked: 0 ok · 1 unreachable" in ran.out
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [source["status"] for source in report["sources"]] == ["unreachable"]
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_check_sources_of_faulty_data(tmp_path: Path, faulty: Path) -> None:
    ran = run(tmp_path, "check-sources", "--json", "report.json", DATA_DIR=faulty)
    assert (ran.code, ran.out) == (65, "")
    assert_one_sentence(ran.err)
    assert not (tmp_path / "report.json").exists()


def test_check_sources_into_a_file_that_cannot_be(tmp_path: Path, data: Path) -> None:
    ran = run(tmp_path, "check-sources", "--json", "no/report.json", DATA_DIR=data)
    assert (ran.code, ran.out) == (2, "")
    assert_one_sentence(ran.err)
    assert "no/report.json" in ran.err


@pytest.mark.parametrize("subcommand", [["run"], DEMO, ["ask", QUESTION]])
def test_a_start_with_faulty_data(tmp_path: Path, faulty: Path, subcommand: list[str]) -> None:
    ran = run(tmp_path, *subcommand, DATA_DIR=faulty, DISCORD_TOKEN=TOKEN, LOG_LEVEL="warning")
    assert (ran.code, ran.out) == (65, "")
    assert_one_sentence(ran.err)
    assert "the first at more/zones.yaml:3: " in ran.err, "a file that cannot be read comes first"
    assert "check-data" in ran.err


@pytest.mark.parametrize("subcommand", [["run"], DEMO, ["ask", QUESTION]])
def test_a_start_without_data(tmp_path: Path, subcommand: list[str]) -> None:
    # The default is data/, here missing.
    ran = run(tmp_path, *subcommand, DISCORD_TOKEN=TOKEN, LOG_LEVEL="warning")
    assert (ran.code, ran.out) == (65, "")
    assert_one_sentence(ran.err)
    assert ran.err.startswith("The data set in data cannot be read")


def test_a_broken_derived_table_is_told(tmp_path: Path) -> None:
    folder = small_data(tmp_path / "set")
    (folder / "derived").mkdir()
    (folder / "derived" / "pinyin.json").write_text("{")
    ran = run(tmp_path, "ask", QUESTION, DATA_DIR=folder)
    assert ran.code == 65
    assert_one_sentence(ran.err)


def test_a_reader_may_close_the_output_early(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "what is a little giant", "--lang", "en"],
        env=environment(tmp_path, {"DATA_DIR": DATA}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asking:
        assert asking.stdout is not None
        assert asking.stderr is not None
        asking.stdout.close()  # as `head` does
        assert asking.stderr.read() == b""
        assert asking.wait() == 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_failure_remains_one_where_the_output_is_closed_early(
    tmp_path: Path, unbuffered: str
) -> None:
    folder = write_small(tmp_path / "set", 200)
    broken = (folder / "measures.yaml").read_text("utf-8").replace("up to", "roughly")
    (folder / "measures.yaml").write_text(broken, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "check-data", str(folder)],
        env=environment(tmp_path, {"PYTHONUNBUFFERED": unbuffered}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as checking:
        assert checking.stdout is not None
        assert checking.stderr is not None
        checking.stdout.close()
        assert checking.stderr.read() == b""
        assert checking.wait() == 141


def test_the_exit_code_is_kept_where_nobody_reads_a_short_output(
    tmp_path: Path, faulty: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "check-data", str(faulty)],
        env=environment(tmp_path, {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as checking:
        assert checking.stdout is not None
        checking.stdout.close()
        assert checking.wait() == 65


def test_a_broken_pipe_that_is_not_the_output_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr("bot.cli.database._migrate", fails)
    with pytest.raises(BrokenPipeError):
        main(["migrate"])
    capsys.readouterr()


async def test_an_invalid_set_at_a_later_start_does_not_stop_the_bot(
    tmp_path: Path, wire: Wire
) -> None:
    folder = small_data(tmp_path / "set")
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": folder, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        told = (await wire.invoke("ask", {"question": "little giant"})).text
        about = (await wire.invoke("about")).text
        assert await bot.stop() == 0
    (folder / "glossary.yaml").write_text("glossary: [{id: srdi}]\n")
    with started(tmp_path, "run", LOG_LEVEL="warning", **settings) as bot:
        await wire.ready(since=bot.began)
        reply = await wire.invoke("ask", {"question": "little giant"})
        assert "The top tier." in reply.text
        assert reply.text == told
        assert await bot.stop() == 0
        assert "data set on disk unreadable or invalid; running on the stored release" in bot.err
        assert "[warning" in bot.err
        version = re.search(r"\d{4}\.\d\d\.\d\d\.\d+", about)
        assert version is not None
        assert f"version={version[0]}" in bot.err
        assert "glossary.yaml:1: srdi: " in bot.err
        assert "`python -m bot check-data` lists all" in bot.err
