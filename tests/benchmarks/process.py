"""Programs under measurement: started on one core, timed and weighed from outside."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.wire.world import Json

ROOT = Path(__file__).parents[2]
_CPU_SCHED = 2


class FailedError(Exception):
    """A program or the stand-in did not do what the measurement needs."""


def cores() -> tuple[int, int]:
    """The core for the measured program and the one for everything else (the same if only one)."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


def cpu_seconds(pid: int) -> float:
    """CPU time a process used so far, all threads, to the nanosecond.

    Linux: the clock whose id clock_getcpuclockid(3) gives; /proc/PID/stat counts only in 10 ms.
    """
    return time.clock_gettime(~pid << 3 | _CPU_SCHED)


def memory_mib(pid: int) -> float:
    """The process's proportional set size, in MiB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    size = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert size
    return int(size[1]) / 1024


class Program:
    """A child process on one core; its output is kept for when it fails."""

    def __init__(self, command: list[str], env: dict[str, str], core: int) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 # closed when the program ends
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=os.environ | env,
            stdout=subprocess.PIPE if command[:2] == ["-m", "tests.wire"] else self._log,
            stderr=self._log,
            text=True,
        )
        os.sched_setaffinity(self.process.pid, {core})

    @property
    def pid(self) -> int:
        """The process's id."""
        return self.process.pid

    def last_words(self) -> str:
        """The end of what it wrote."""
        self._log.seek(0)
        lines = self._log.read().strip().splitlines() or ["no output"]
        return lines[-1][-200:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self._log.close()


class StandIn(Program):
    """The wire-level Discord as a process."""

    def __init__(self) -> None:
        core = cores()[1]
        super().__init__(["-m", "tests.wire", "serve", "--core", str(core)], {}, core)
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise FailedError(f"the stand-in did not start: {self.last_words()}")
        self.about: dict[str, str] = json.loads(line)

    def ask(self, verb: str, **asked: Any) -> Any:
        """The answer to a verb of `tests/wire/control.py`. Raises FailedError."""
        headers = {"Content-Type": "application/json"}
        url = f"{self.about['origin']}/control/{verb}"
        request = urllib.request.Request(url, json.dumps(asked).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=180) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise FailedError(json.load(error)["error"]) from None

    def ready(self, program: Program, seconds: float = 30.0) -> float:
        """Seconds from a program's start until connected, with its commands known."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if program.process.poll() is not None:
                raise FailedError(f"it ended: {program.last_words()}")
            try:
                return self.ask("ready", since=program.began, seconds=0.5)["at"] - program.began
            except FailedError:
                continue
        raise FailedError(f"not ready after {seconds:.0f} s: {program.last_words()}")

    def load(self, jobs: list[Json], count: int, **how: float) -> Json:
        """Many commands sent; latencies in milliseconds. Raises FailedError if any failed."""
        told: Json = self.ask("load", jobs=jobs, count=count, **how)
        if told["failed"]:
            raise FailedError(f"{told['failed']} of {count} failed: {told['failures'][0]}")
        return told


def attempt(measure: Callable[[], Any]) -> Any:
    """What `measure` returns, or the FailedError that it raised."""
    try:
        return measure()
    except FailedError as error:
        return error
