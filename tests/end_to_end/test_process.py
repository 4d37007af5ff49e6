"""`python -m bot` and its subcommands, as an operator meets them: words, exit codes, signals."""

import ast
import contextlib
import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from tests.end_to_end.program import (
    DATA,
    ROOT,
    TOKEN,
    Ran,
    assert_one_sentence,
    environment,
    run,
    small_data,
    started,
)
from tests.small import Plain, measure, write_small
from tests.wire import PlannedFault, UnansweredError, Wire, refuse

QUESTION = "How much does Pudong pay a new little giant?"
DEMO = ["demo", "--no-browser", "--port", "0"]
"""Another demo may run on this machine, on the port that is the default."""


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """Discord's stand-in, which knows our token."""
    async with Wire(token=TOKEN) as wire:
        yield wire


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port on which nobody listens, and which nobody else can take meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def leftovers(folder: Path) -> set[str]:
    """What programs left in their folder, beside the tests' own notes."""
    return {path.name for path in folder.iterdir() if path.suffix not in (".out", ".err")}


# -- Words about itself --


SUBCOMMANDS = ("run", "demo", "ask", "check-data", "migrate", "backup", "restore")


@pytest.mark.parametrize("subcommand", SUBCOMMANDS)
def test_every_subcommand_explains_itself(tmp_path: Path, subcommand: str) -> None:
    ran = run(tmp_path, subcommand, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: python -m bot {subcommand}")


def test_the_list_of_subcommands(tmp_path: Path) -> None:
    ran = run(tmp_path, "--help")
    assert ran.code == 0
    for subcommand in SUBCOMMANDS:
        assert re.search(rf"^ +{subcommand}\b", ran.out, re.MULTILINE)
    assert leftovers(tmp_path) == set()


def test_the_version_is_told(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ran = run(tmp_path, "--version")
    assert (ran.code, ran.out, ran.err) == (0, f"Little Giant {project['version']}\n", "")


# -- Where it cannot run --


def bare(folder: Path, *words: str, missing: str = "", version: str = "") -> Ran:
    """The program in a Python without a package, or of another version."""
    program = (
        "import runpy, sys\n"
        f"sys.argv[1:] = {list(words)!r}\n"
        f"sys.modules.update({{name: None for name in {missing.split()!r}}})\n"
        f"sys.version_info = ({version or '*sys.version_info[:2]'},) + sys.version_info[2:]\n"
        "runpy.run_module('bot', run_name='__main__', alter_sys=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(folder, {}),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("subcommand", "missing"),
    [
        ("run", "pydantic"),
        ("run", "discord"),
        ("demo", "simcord"),
        ("demo", "discord"),
        ("ask what", "babel"),
        ("check-data", "yaml"),
        ("migrate", "sqlalchemy"),
    ],
)
def test_a_missing_library_is_told(tmp_path: Path, subcommand: str, missing: str) -> None:
    ran = bare(tmp_path, *subcommand.split(), missing=missing)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert f" needs {missing}, which is not installed for {sys.executable}; " in ran.err
    assert "make" not in ran.err, "a container has none"


def test_an_older_python_is_told(tmp_path: Path) -> None:
    ran = bare(tmp_path, "run", version="3, 10")
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert ran.err == "Little Giant needs Python 3.11 to 3.14; this is 3.10.\n"


@pytest.mark.parametrize("version", [(3, 7), (3, 8), (3, 9), (3, 10)])
def test_what_tells_it_can_be_read_by_older_pythons(version: tuple[int, int]) -> None:
    ast.parse((ROOT / "bot" / "__init__.py").read_text("utf-8"), feature_version=version)


# -- Settings --


@pytest.mark.parametrize("subcommand", [["run"], DEMO, ["migrate"]])
def test_a_wrong_setting_is_named(tmp_path: Path, subcommand: list[str]) -> None:
    ran = run(tmp_path, *subcommand, LOG_LEVEL="loud", DISCORD_TOKEN=TOKEN)
    assert (ran.code, ran.out) == (78, "")
    assert_one_sentence(ran.err)
    assert ran.err.startswith('LOG_LEVEL is "loud"; expected ')


@pytest.mark.parametrize("token", ["", "  "])
def test_a_missing_token_is_named(tmp_path: Path, token: str) -> None:
    ran = run(tmp_path, "run", DISCORD_TOKEN=token)
    assert (ran.code, ran.out) == (78, "")
    assert_one_sentence(ran.err)
    assert ran.err.startswith("DISCORD_TOKEN is not set; expected ")
    assert "make" not in ran.err, "a container has none"


def test_a_token_that_cannot_be_one_is_not_shown(tmp_path: Path) -> None:
    ran = run(tmp_path, "run", DISCORD_TOKEN=f"Bot {TOKEN}")
    assert ran.code == 78
    assert_one_sentence(ran.err)
    assert ran.err.startswith("DISCORD_TOKEN ")


def test_settings_come_from_the_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SHARD_COUNT=none\n")
    ran = run(tmp_path, "run")
    assert ran.code == 78
    assert ran.err.startswith('SHARD_COUNT is "none"; expected ')


# -- Discord --


@pytest.mark.parametrize("level", ["debug", "info"])
async def test_a_refused_token_is_told_and_not_shown(
    tmp_path: Path, data: Path, wire: Wire, level: str
) -> None:
    wire.tokens.clear()
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "LOG_LEVEL": level}
    with started(tmp_path, "run", DISCORD_API_URL=wire.api_url, **settings) as bot:
        assert await bot.wait_for_exit() == 77
        assert bot.err.splitlines()[-1].startswith("Discord refused DISCORD_TOKEN; ")
        assert "Traceback" not in bot.err


async def test_a_token_withdrawn_while_running_is_told(
    tmp_path: Path, data: Path, wire: Wire
) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        await wire.gateway.close(4004)
        assert await bot.wait_for_exit() == 77
        assert bot.err.splitlines()[-1].startswith("Discord refused DISCORD_TOKEN; ")
        assert "Traceback" not in bot.err


@pytest.mark.parametrize(
    ("code", "exit_code", "sentence"),
    [(4010, 78, "SHARD_IDS or"), (4014, 78, "Discord does not allow this bot the intents")],
)
async def test_a_gateway_that_closes_for_good_is_told(
    tmp_path: Path, data: Path, wire: Wire, code: int, exit_code: int, sentence: str
) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        await wire.gateway.close(code)
        assert await bot.wait_for_exit() == exit_code
        assert bot.err.splitlines()[-1].startswith(sentence)
        assert "Traceback" not in bot.err


@pytest.mark.parametrize("level", ["debug", "warning"])
def test_nobody_at_the_address_of_discord(
    tmp_path: Path, data: Path, nobody: int, level: str
) -> None:
    url = f"http://127.0.0.1:{nobody}/api"
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": url}
    ran = run(tmp_path, "run", LOG_LEVEL=level, **settings)
    assert (ran.code, ran.out) == (69, "")
    assert "Traceback" not in ran.err
    last = ran.err.splitlines()[-1]
    assert re.fullmatch(rf"Discord at {url} cannot be reached: .*refused.*\.", last), last
    if level == "warning":
        assert_one_sentence(ran.err)


async def test_something_else_at_the_address_of_discord(
    tmp_path: Path, data: Path, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(404), times=None))
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", LOG_LEVEL="warning", **settings) as bot:
        assert await bot.wait_for_exit() == 69
        assert_one_sentence(bot.err)
        assert "answers 404" in bot.err


@pytest.mark.parametrize("path", ["/users/@me", "/applications/@me"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [("text/html", "<p>Welcome</p>"), ("application/json", "{}"), ("application/json", "<p>")],
)
async def test_a_page_at_the_address_of_discord(
    tmp_path: Path, data: Path, wire: Wire, path: str, content_type: str, body: str
) -> None:
    def page(_: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": content_type})

    wire.faults.append(PlannedFault("GET", path, page))
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", LOG_LEVEL="warning", **settings) as bot:
        assert await bot.wait_for_exit() == 69
        assert_one_sentence(bot.err)
        assert "is not Discord's API" in bot.err


async def test_a_failing_registration_shows_no_token(
    tmp_path: Path, data: Path, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("PUT", "/commands", refuse(400, 50035, "Invalid Form Body")))
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", LOG_LEVEL="debug", **settings) as bot:
        assert await bot.wait_for_exit() == 69
        assert "answers 400" in bot.err.splitlines()[-1]
        assert "Traceback" not in bot.err


async def test_a_failing_answer_shows_no_token(tmp_path: Path, data: Path, wire: Wire) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", LOG_LEVEL="debug", LOG_FORMAT="json", **settings) as bot:
        await wire.ready()
        wire.interactions.deadline = 0.3
        wire.faults.append(PlannedFault("POST", "/callback", refuse(400, 50035), times=None))
        with pytest.raises(UnansweredError):
            await wire.invoke("about")
        await bot.wait_for_output("command failed")
        assert await bot.stop() == 0
        for line in bot.err.splitlines():
            json.loads(line)


# -- The data set --


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


def test_what_no_card_can_show_is_a_fault_of_the_data(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "data", 2)
    said = {"source": "seed", "says": {"en": "word " * 60, "zh": "word " * 60}}
    measures = [measure(1), measure(2) | {"conflicts": [said] * 20}]
    written = yaml.dump({"measures": measures}, Dumper=Plain, sort_keys=False)
    (folder / "measures.yaml").write_text(written, "utf-8")
    ran = run(tmp_path, "check-data", str(folder))
    assert ran.code == 65
    line = 1 + written[: written.index("- id: m-2")].count("\n")
    assert ran.out.startswith(f"measures.yaml:{line}: m-2: card: answer (en) has ")
    assert_one_sentence(ran.err)
    started_anyway = run(tmp_path, "run", DISCORD_TOKEN=TOKEN, DATA_DIR=folder, HEALTH_PORT=0)
    assert started_anyway.code == 65
    assert_one_sentence(started_anyway.err.splitlines()[-1] + "\n")
    assert f"measures.yaml:{line}: m-2: card: answer (en)" in started_anyway.err


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


@pytest.mark.parametrize("subcommand", [["run"], DEMO, ["ask", QUESTION]])
def test_a_start_with_faulty_data(tmp_path: Path, faulty: Path, subcommand: list[str]) -> None:
    ran = run(tmp_path, *subcommand, DATA_DIR=faulty, DISCORD_TOKEN=TOKEN, LOG_LEVEL="warning")
    assert (ran.code, ran.out) == (65, "")
    assert_one_sentence(ran.err)
    assert "the first at more/zones.yaml:3: " in ran.err, "a file that cannot be read comes first"
    assert "check-data" in ran.err


@pytest.mark.parametrize("subcommand", [["run"], DEMO, ["ask", QUESTION]])
def test_a_start_without_data(tmp_path: Path, subcommand: list[str]) -> None:
    ran = run(tmp_path, *subcommand, DISCORD_TOKEN=TOKEN)  # the default is data/, here missing
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


def test_whoever_reads_the_output_may_have_seen_enough(tmp_path: Path) -> None:
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


async def test_an_invalid_set_at_a_later_start_does_not_stop_the_bot(
    tmp_path: Path, wire: Wire
) -> None:
    folder = small_data(tmp_path / "set")
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": folder, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        version = (await wire.invoke("ask", {"question": "little giant"})).text.splitlines()[-1]
        assert await bot.stop() == 0
    (folder / "glossary.yaml").write_text("glossary: [{id: srdi}]\n")
    with started(tmp_path, "run", LOG_LEVEL="warning", **settings) as bot:
        await wire.ready(since=bot.began)
        reply = await wire.invoke("ask", {"question": "little giant"})
        assert "The top tier." in reply.text
        assert reply.text.splitlines()[-1] == version
        assert await bot.stop() == 0
        assert "data set on disk unreadable or invalid; running on the stored release" in bot.err
        assert "[warning" in bot.err
        assert version.split(" · ")[0].rsplit(" ", 1)[-1] in bot.err
        assert "glossary.yaml:1: srdi: " in bot.err
        assert "`python -m bot check-data` lists all" in bot.err


# -- The database --


def test_a_database_that_cannot_be_had(tmp_path: Path, data: Path) -> None:
    (tmp_path / "text.db").write_text("not a database " * 100)
    (tmp_path / "folder.db").mkdir()
    places = {"text.db": "another kind", "folder.db": "is a folder", "text.db/x.db": "cannot be"}
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    for place, words in places.items():
        for subcommand in ("run", "migrate"):
            url = f"sqlite+aiosqlite:///{tmp_path / place}"
            ran = run(tmp_path, subcommand, DATABASE_URL=url, **settings)
            assert (ran.code, ran.out) == (69, "")
            assert_one_sentence(ran.err)
            assert words in ran.err
            assert place.split("/", maxsplit=1)[0] in ran.err


def test_a_database_that_is_read_only_or_damaged_ends_the_start(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "bot.db"
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    url = f"sqlite+aiosqlite:///{file}"
    assert run(tmp_path, "migrate", DATABASE_URL=url, **settings).code == 0
    read_only = f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true"
    ran = run(tmp_path, "run", DATABASE_URL=read_only, **settings)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert "is read-only; make the file and its folder writable" in ran.err
    with contextlib.closing(sqlite3.connect(file)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'active_release'"
        (page,) = raw.execute(query).fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    ran = run(tmp_path, "run", DATABASE_URL=url, LOG_LEVEL="error", **settings)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert "is damaged; restore it from a backup" in ran.err


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux's /proc")
def test_a_database_where_nothing_can_be_written(tmp_path: Path, data: Path) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    ran = run(tmp_path, "run", DATABASE_URL="sqlite+aiosqlite:////proc/bot.db", **settings)
    assert ran.code == 69
    assert_one_sentence(ran.err)
    assert "/proc/bot.db" in ran.err


def test_a_database_server_that_is_not_there(tmp_path: Path, nobody: int) -> None:
    url = f"postgresql+asyncpg://bot:hush@127.0.0.1:{nobody}/bot"
    ran = run(tmp_path, "migrate", DATABASE_URL=url, LOG_LEVEL="debug")
    assert ran.code == 69
    assert_one_sentence(ran.err)
    assert "hush" not in ran.err


def test_migrate_makes_the_tables_once(tmp_path: Path) -> None:
    for _ in range(2):
        ran = run(tmp_path, "migrate")
        assert ran.code == 0
        assert ran.out == "The database schema is up to date.\n"
    with sqlite3.connect(tmp_path / "var" / "little-giant.db") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    database.close()
    assert "command_sync" in tables


# -- ask --


def test_ask_answers_in_the_terminal(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", QUESTION, DATA_DIR=DATA)
    assert (ran.code, ran.err) == (0, "")
    assert "yuan" in ran.out
    assert "Source" in ran.out
    assert "not legal advice" in ran.out.splitlines()[-1]
    assert not re.search(r"\*\*|^-#|^###", ran.out, re.MULTILINE), "Discord's markup is left"


def test_ask_as_json_keeps_its_contract(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", QUESTION, "--format", "json", DATA_DIR=DATA)
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert (told["question"], told["lang"], told["status"]) == (QUESTION, "en", "answered")
    assert re.fullmatch(r"\d{4}\.\d\d\.\d\d\.\d+", told["data_version"])
    assert 1 <= len(told["cards"]) <= 3
    for card in told["cards"]:
        assert all(card[key] for key in ("record", "title", "text", "sources"))
    for figure in told["cards"][0]["figures"]:
        assert isinstance(figure["value"], int | float)
        assert figure["unit"]
        assert figure["qualifier"] in (
            "exactly", "up to", "over", "at least", "about", "nearly", "below",
        )  # fmt: skip
    assert told["cards"][0]["figures"]


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (("浦东新区对新认定的小巨人奖励多少？",), "zh"),
        (("浦东新区对新认定的小巨人奖励多少？", "--lang", "en"), "en"),
    ],
)
def test_ask_speaks_the_language_of_the_question_unless_told(
    tmp_path: Path, arguments: tuple[str, ...], lang: str
) -> None:
    ran = run(tmp_path, "ask", *arguments, "--format", "json", DATA_DIR=DATA)
    told = json.loads(ran.out)
    assert told["lang"] == lang
    chinese = re.search(r"[\u4e00-\u9fff]", told["cards"][0]["title"])
    assert bool(chinese) == (lang == "zh")


def test_ask_says_that_nothing_matches(tmp_path: Path, data: Path) -> None:
    ran = run(tmp_path, "ask", "xyzzy plugh", "--format", "json", DATA_DIR=data)
    assert ran.code == 0
    assert (json.loads(ran.out)["status"], json.loads(ran.out)["cards"]) == ("no-match", [])


def test_ask_asks_nothing_of_the_machine_but_its_data(tmp_path: Path, data: Path) -> None:
    run(tmp_path, "ask", QUESTION, DATA_DIR=data)
    assert leftovers(tmp_path) == set()


# -- Signals --


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_bot(
    tmp_path: Path, data: Path, wire: Wire, number: signal.Signals
) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        assert await bot.stop(number) == 0
        assert "Traceback" not in bot.err
        assert "stopping" in bot.err
        assert not wire.gateway.live(), "the session was left open"


async def test_a_second_signal_does_no_harm(tmp_path: Path, data: Path, wire: Wire) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        bot.signal(signal.SIGINT)
        bot.signal(signal.SIGINT)
        assert await bot.stop(signal.SIGTERM) == 0
        assert "Traceback" not in bot.err


async def test_a_dead_connection_does_not_keep_the_bot(
    tmp_path: Path, data: Path, wire: Wire
) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        assert bot.stop_blocking() == 0
        assert "Traceback" not in bot.err


async def test_a_signal_during_the_start_ends_the_bot(
    tmp_path: Path, data: Path, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(500), times=None, delay=30))
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", **settings) as bot:
        await bot.until(lambda: bool(wire.requests.matching("GET", "/users/@me")))
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err


# -- The demo --


def test_a_taken_port_is_told(tmp_path: Path, data: Path, taken: int) -> None:
    ran = run(tmp_path, *DEMO[:-1], str(taken), DATA_DIR=data)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert f"Port {taken} is in use" in ran.err


async def test_the_demo_opens_the_browser(tmp_path: Path, data: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.new && mv {opened}.new {opened}\n')
    browser.chmod(0o755)
    with started(tmp_path, "demo", "--port", "0", DATA_DIR=data, BROWSER=browser) as demo:
        await demo.until(opened.exists)
        assert f"demo: {opened.read_text()}\n" in demo.out
        assert await demo.stop() == 0


@pytest.mark.parametrize(
    ("channel", "number"),
    [("text", signal.SIGINT), ("announcement", signal.SIGTERM), ("dm", signal.SIGINT)],
)
async def test_the_demo_needs_no_discord_and_ends_by_a_signal(
    tmp_path: Path, data: Path, nobody: int, channel: str, number: signal.Signals
) -> None:
    arguments = (*DEMO, "--channel", channel)
    # What a .env for the real bot holds is of no account here.
    settings = {"DISCORD_API_URL": f"http://127.0.0.1:{nobody}", "SHARD_COUNT": 3, "SHARD_IDS": 1}
    with started(tmp_path, *arguments, DATA_DIR=data, DISCORD_TOKEN=TOKEN, **settings) as demo:
        await demo.wait_for_output("Ctrl-C ends it.")
        assert await demo.stop(number) == 0
        address = r"http://127\.0\.0\.1:\d+/\S*"
        assert re.fullmatch(rf"Little Giant demo: {address}\nCtrl-C ends it\.\n", demo.out)
        assert demo.err == ""
    assert leftovers(tmp_path) == set()
