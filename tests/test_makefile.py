"""`make` as a newcomer uses it: what it installs, and that it passes words on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.program import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

PYTHON = """\
#!/bin/sh
case "$*" in
    -V) echo Python 3.13.1 ;;
    -c*) echo 3 13 ;;
    "-m venv --clear .venv") rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    "-m pip"*) for lock; do true; done; echo "installed $lock" ;;
    "-m bot"*) shift 2; printf '[%s]' "$@"; echo ;;
esac
"""
"""Makes an environment that holds itself, and tells what it was asked."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in which nothing is installed."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("demo", "dev"):
        change(tmp_path / f"requirements-{name}.lock", -60)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def change(lock: Path, seconds: int) -> None:
    """Sets the time of its last change, so long after now."""
    lock.touch()
    moment = lock.stat().st_mtime + seconds
    os.utime(lock, (moment, moment))


def make(folder: Path, *tr: str) -> list[str]:
    """What `make` says; nothing of the `make` that runs these tests reaches it."""
    ours = {"MAKEFLAGS", "MAKEOVERRIDES", "MAKELEVEL", "MFLAGS", "ARGS", "VENV"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        ["make", *tr],
        cwd=folder,
        env=environment | {"PYTHON": "./python"},
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    return [line for line in done.stdout.splitlines() if line != "3 13"]


@pytest.mark.parametrize("target", ["demo", "run"])
def test_words_are_passed_on(folder: Path, target: str) -> None:
    told = make(folder, target, "ARGS=--port 0 --channel 'a b'")
    assert told[-1] == f"[{target}][--port][0][--channel][a b]"
    assert make(folder, target) == [f"[{target}]"]


def test_the_demo_installs_less_than_developers_need(folder: Path) -> None:
    first, installed, _ = make(folder, "demo")
    assert first.startswith("Installing into .venv with Python 3.13.1: ")
    assert "MB to download" in first
    assert installed == "installed requirements-demo.lock"
    running = folder / ".venv" / "a-demo-runs-here"
    running.touch()
    assert make(folder, "demo") == ["[demo]"]
    first, installed, *_ = make(folder, "data")
    assert first.startswith("Adding to .venv what developers need: ")
    assert installed == "installed requirements-dev.lock"
    assert running.exists()
    assert make(folder, "demo") == ["[demo]"], "they have what it needs"
    assert make(folder, "data")[-1] == "[check-data]"


@pytest.mark.parametrize(("had", "asked"), [("demo", "demo"), ("data", "data"), ("data", "demo")])
def test_a_changed_lock_is_installed_again(folder: Path, had: str, asked: str) -> None:
    make(folder, had)
    (folder / ".venv" / "old").touch()
    name = {"demo": "demo", "data": "dev"}[had]
    change(folder / f"requirements-{name}.lock", 60)
    assert f"installed requirements-{name}.lock" in make(folder, asked)
    assert not (folder / ".venv" / "old").exists()


def test_a_changed_lock_of_the_demo_is_not_added_to(folder: Path) -> None:
    make(folder, "demo")
    (folder / ".venv" / "old").touch()
    change(folder / "requirements-demo.lock", 60)
    make(folder, "data")
    assert not (folder / ".venv" / "old").exists()
