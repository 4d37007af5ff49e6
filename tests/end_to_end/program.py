"""`python -m bot` as a process of its own: its output, its exit code, and no secret in either."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM, Signals
from typing import ClassVar, NamedTuple

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
TOKEN = "MTA0MjUxNzY4MzQ.GdQp9x.zV7rT2mWkBhN4sLcJfXyE8uAo3iPq6"
"""Made up, in the shape of Discord's tokens, which the log redacts."""
PIECE = 8
"""So many consecutive characters of the token count as a leak."""
KEPT = ("PATH", "SYSTEMROOT", "LANG", "LITTLE_GIANT_NICE")
"""The variables of the tests' environment that a process gets."""
NO_PORT = {"HEALTH_PORT": "0"}
"""Tests run in parallel: their programs must not compete for one port."""


class Ran(NamedTuple):
    """The exit code and output of a program."""

    code: int
    out: str
    err: str


def run(folder: Path, *arguments: str, **settings: object) -> Ran:
    """Runs a subcommand in `folder` until it ends; its output must not show the token."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder, settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=180,
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert_no_token(ran.out + ran.err)
    return ran


class Program:
    """A running subcommand. Its output goes to files."""

    stdin: ClassVar[int] = subprocess.DEVNULL

    def __init__(self, folder: Path, *arguments: str, **settings: object) -> None:
        """A subcommand of the bot, or another module if the arguments begin with `-m MODULE`."""
        command = arguments if arguments[0] == "-m" else ("-m", "bot", *arguments)
        number = len(list(folder.glob("*.out")))
        self._out, self._err = folder / f"{number}.out", folder / f"{number}.err"
        self.began = time.monotonic()
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                cwd=folder,
                env=environment(folder, settings),
                stdin=self.stdin,
                stdout=out,
                stderr=err,
            )

    @property
    def out(self) -> str:
        """Its standard output so far."""
        return self._out.read_text("utf-8")

    @property
    def err(self) -> str:
        """Its standard error so far."""
        return self._err.read_text("utf-8")

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self._process.poll()

    async def until(self, holds: Callable[[], bool], seconds: float = 60.0) -> None:
        """Waits until `holds()`; fails with the program's output if it ends or time is up."""
        ends = time.monotonic() + seconds
        while not holds():
            code = self._process.poll()
            assert code is None or holds(), f"it ended with {code}: {self.err}"
            assert time.monotonic() < ends, f"not after {seconds} s: {self.out}{self.err}"
            await asyncio.sleep(0.01)

    async def wait_for_output(self, text: str, seconds: float = 60.0) -> None:
        """Waits until either stream contains the text."""
        await self.until(lambda: text in self.out + self.err, seconds)

    def kill(self) -> None:
        """Kills it, as a failing machine would."""
        self._process.kill()
        self._process.wait()

    async def wait_for_exit(self, seconds: float = 60.0) -> int:
        """The exit code, once it has ended."""
        await self.until(lambda: self._process.poll() is not None, seconds)
        return self._process.returncode

    def signal(self, number: Signals) -> None:
        """Sends a signal."""
        self._process.send_signal(number)

    async def stop(self, number: Signals = SIGTERM) -> int:
        """The exit code after a signal; it has five seconds, a busy machine six times that."""
        self.signal(number)
        return await self.wait_for_exit(30.0)

    def stop_blocking(self, number: Signals = SIGTERM) -> int:
        """As `stop`, but blocks this process and the stand-in within it."""
        self.signal(number)
        return self._process.wait(30.0)

    def close(self) -> None:
        """Ends it and checks that it has not shown the token."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        assert_no_token(self.out + self.err)


@contextmanager
def started(folder: Path, *arguments: str, **settings: object) -> Generator[Program]:
    """A running subcommand; it ends with the block."""
    program = Program(folder, *arguments, **settings)
    try:
        yield program
    finally:
        program.close()


def environment(folder: Path, settings: dict[str, object]) -> dict[str, str]:
    """The given settings alone, without those of this machine."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return kept | own | NO_PORT | {name: str(value) for name, value in settings.items()}


def assert_no_token(said: str) -> None:
    """Fails if a part of the token is shown."""
    pieces = (TOKEN[at : at + PIECE] for at in range(len(TOKEN) - PIECE + 1))
    shown = [piece for piece in pieces if piece in said]
    assert not shown, f"part of the token was shown: {shown}"


def assert_one_sentence(said: str) -> None:
    """Fails unless it is one line that ends like a sentence."""
    lines = said.splitlines()
    assert len(lines) == 1, said
    assert lines[0].endswith("."), said
    assert "Traceback" not in said


def small_data(folder: Path) -> Path:
    """A valid data set with a single source and a single term, quickly read."""
    folder.mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(
        "sources:\n"
        "  - id: seed\n"
        "    title: Ten new measures\n"
        "    title_zh: 十条新措施\n"
        "    publisher: SHINE\n"
        "    publisher_zh: SHINE（上海日报）\n"
        "    language: en\n"
        "    grade: B\n"
        "    independent: true\n",
        "utf-8",
    )
    (folder / "glossary.yaml").write_text(
        "glossary:\n"
        "  - id: little-giant\n"
        "    en: little giant\n"
        "    zh: 小巨人\n"
        "    definition: {en: The top tier., zh: 最高一层。}\n"
        "    sources: [seed]\n",
        "utf-8",
    )
    return folder


def leftovers(folder: Path) -> set[str]:
    """What programs left in their folder, apart from the tests' own notes."""
    return {path.name for path in folder.iterdir() if path.suffix not in (".out", ".err")}
