"""Processes beside the bot: what takes seconds, or may bring its process down, stops nobody there.

Orders go to the input and results come from the output, each as a line of JSON with the lengths
of the pieces of bytes that follow it.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeAlias, cast

Message: TypeAlias = tuple[dict[str, Any], list[bytes]]
"""What is said, and the pieces of bytes that belong to it."""
Failure: TypeAlias = Literal["late", "ended"]
"""Why no result came: it took too long and was ended, or the process ended by itself."""

_ROOT: Final = str(Path(__file__).parents[1])
_PASSED_ON: Final = frozenset(
    """
    PATH HOME TZ LANG LANGUAGE LC_ALL LC_CTYPE LC_COLLATE LC_MESSAGES LC_NUMERIC LC_TIME
    TMPDIR TEMP TMP SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE VIRTUAL_ENV
    LD_LIBRARY_PATH DYLD_LIBRARY_PATH
    PYTHONHOME PYTHONPATH PYTHONUTF8 PYTHONIOENCODING PYTHONHASHSEED PYTHONTZPATH
    PYTHONWARNINGS PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONNOUSERSITE PYTHONSAFEPATH
    OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS MALLOC_ARENA_MAX
    LITTLE_GIANT_NICE
    """.split()
)
"""What a process beside the bot gets of the bot's environment: no secret, whatever its name."""
_NICE: Final = "LITTLE_GIANT_NICE"
"""How far a process stands back, as nice(1) has it."""
_STANDS_BACK: Final = "10"
_OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 255)
"""The exit code of a process that has used up its processor time."""


class WorkerProcess:
    """One process, started at the first order, and anew at the next one after it ended."""

    def __init__(self, command: Sequence[str], *, urgent: bool = False, **environment: str) -> None:
        """`command` is its program with arguments; `environment` is added to what is passed on.

        `urgent`: everybody waits for it. Else whoever waits for an answer of the bot goes first.
        """
        self._command = command
        self._environment = environment | ({_NICE: "0"} if urgent else {})
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def ask(
        self, order: Mapping[str, Any], pieces: Sequence[bytes], seconds: float
    ) -> Message | Failure:
        """What comes of the order. It blocks: for a thread, not for the event loop."""
        with self._one_at_a_time:
            if not self.is_running:
                self.close()  # where it ended unasked: that is no answer to this order
            process = self._process = self._process or self._start()
            late = threading.Event()
            timer = threading.Timer(seconds, lambda: (late.set(), process.kill()))
            timer.start()
            try:
                answer = _exchange(process, order, pieces)
            finally:
                timer.cancel()
            if answer is None:
                self.close()
                return "late" if late.is_set() or process.returncode == _OUT_OF_TIME else "ended"
            return answer

    @property
    def is_running(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None and self._process.poll() is None

    def rest(self) -> None:
        """Ends the process once it has nothing to do; it may block, as `ask` does."""
        with self._one_at_a_time:
            self.close()

    def close(self) -> None:
        """Ends the process, whatever it does; a later order starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        # Windows has its names in capitals, however they are written.
        kept = {name: value for name, value in os.environ.items() if name.upper() in _PASSED_ON}
        # Where the modules are, wherever the bot was started.
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (_ROOT, kept.get("PYTHONPATH"))))
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=kept | self._environment,
        )


def module(name: str) -> tuple[str, ...]:
    """The command that runs a module of ours."""
    return (sys.executable, "-m", name)


def _exchange(
    process: subprocess.Popen[bytes], order: Mapping[str, Any], pieces: Sequence[bytes]
) -> Message | None:
    """What is answered; None where the process ended instead."""
    orders, results = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
    try:
        _send(orders, order, pieces)
        return _read(results)
    except (OSError, ValueError):  # ValueError: `close` was faster
        return None


# -- In the process itself --


def serve(work: Callable[[dict[str, Any], list[bytes]], Message]) -> int:
    """Does what is ordered until the input ends; gives the exit code."""
    if hasattr(os, "nice"):
        os.nice(int(os.environ.get(_NICE, _STANDS_BACK)))
    orders, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may come between
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        while order := _read(orders):
            _send(results, *work(*order))
    return 0


def _send(stream: BinaryIO, head: Mapping[str, Any], pieces: Sequence[bytes]) -> None:
    line = json.dumps({**head, "lengths": [len(piece) for piece in pieces]})
    stream.write(f"{line}\n".encode())
    stream.writelines(pieces)
    stream.flush()


def _read(stream: BinaryIO) -> Message | None:
    """The next message, None where the other side has ended."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    head: dict[str, Any] = json.loads(line)
    pieces = [stream.read(length) for length in head["lengths"]]
    whole = all(len(p) == n for p, n in zip(pieces, head["lengths"], strict=True))
    return (head, pieces) if whole else None
