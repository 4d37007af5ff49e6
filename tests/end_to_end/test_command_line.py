"""The command line: help, missing libraries, settings and `ask`."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.end_to_end.program import (
    DATA,
    ROOT,
    TOKEN,
    Ran,
    assert_one_sentence,
    environment,
    leftovers,
    run,
)

QUESTION = "How much does Pudong pay a new little giant?"
DEMO = ["demo", "--no-browser", "--port", "0"]
"""Another demo may run on this machine, on the port that is the default."""


# -- Words about itself --


SUBCOMMANDS = (
    "run", "demo", "ask", "check-data", "check-sources", "migrate", "backup", "restore", "reload",
    "diff-data",
)  # fmt: skip


@pytest.mark.parametrize("subcommand", SUBCOMMANDS)
def test_every_subcommand_explains_itself(tmp_path: Path, subcommand: str) -> None:
    ran = run(tmp_path, subcommand, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: python -m bot {subcommand}")


def test_the_help_lists_every_subcommand(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("port", ["abc", "65536", "-1", "1.5"])
def test_a_wrong_port_is_told_in_words(tmp_path: Path, port: str) -> None:
    ran = run(tmp_path, "demo", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"argument --port: {port} is not a port; expected 0 to 65535\n")


# -- ask --


def test_ask_answers_in_the_terminal(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", QUESTION, DATA_DIR=DATA)
    assert (ran.code, ran.err) == (0, "")
    assert "yuan" in ran.out
    assert re.match("[●◐○] \\w+ · ", ran.out.splitlines()[-1]), "no confidence and source"
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


def test_ask_writes_utf8_whatever_the_system_writes(tmp_path: Path, data: Path) -> None:
    """As on Windows, where the output goes to a file."""
    arguments = ("ask", "小巨人", "--format", "text")
    usual = run(tmp_path, *arguments, DATA_DIR=data)
    ran = run(tmp_path, *arguments, DATA_DIR=data, PYTHONUTF8=0, PYTHONIOENCODING="cp1252")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == usual.out
    assert "最高一层" in ran.out


def test_ask_says_that_nothing_matches(tmp_path: Path, data: Path) -> None:
    ran = run(tmp_path, "ask", "xyzzy plugh", "--format", "json", DATA_DIR=data)
    assert ran.code == 0
    assert (json.loads(ran.out)["status"], json.loads(ran.out)["cards"]) == ("no-match", [])


def test_ask_asks_nothing_of_the_machine_but_its_data(tmp_path: Path, data: Path) -> None:
    run(tmp_path, "ask", QUESTION, DATA_DIR=data)
    assert leftovers(tmp_path) == set()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_question_that_is_not_utf8_is_refused(tmp_path: Path, form: str) -> None:
    ran = run(tmp_path, "ask", "专精特新\udcff", "--format", form, DATA_DIR=DATA)
    assert ran.code == 2
    assert ran.err == "The question is not UTF-8 text; set the terminal to UTF-8.\n"
