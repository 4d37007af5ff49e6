"""Worker processes: what takes seconds, or may crash its process, neither blocks nor ends the bot.

Requests go to standard input and replies come from standard output, each as a line of JSON with
the lengths of the attachments that follow it. Unlike a pool of `concurrent.futures`, a worker has
an environment without secrets from its first moment, sends nothing that runs code when it is read
(no pickles), and ends with the bot, since its input ends.
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
"""A JSON object and its attachments."""
WorkerFailure: TypeAlias = Literal["timeout", "crashed"]
"""Why there is no reply: the worker was killed after its time limit, or ended by itself."""

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
"""The variables of the bot's environment that a worker gets: no secret, whatever its name."""
_NICE: Final = "LITTLE_GIANT_NICE"
_DEFAULT_NICE: Final = "10"
"""A worker's priority, as for nice(1): people who wait for an answer go first."""
_OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 255)
"""The exit code of a process that has used up its processor time."""


class WorkerProcess:
    """One process, started at the first request and again after it has ended."""

    def __init__(self, command: Sequence[str], *, urgent: bool = False, **environment: str) -> None:
        """`environment` is added to what is passed on; `urgent`: runs at the bot's own priority."""
        self._command = command
        self._environment = environment | ({_NICE: "0"} if urgent else {})
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def request(
        self, head: Mapping[str, Any], attachments: Sequence[bytes], seconds: float
    ) -> Message | WorkerFailure:
        """The reply within `seconds`. It blocks: call it in a thread."""
        with self._lock:
            if self._closed:
                return "crashed"
            if self._process is not None and self._process.poll() is not None:
                self.stop()  # it has ended since the last request
            process = self._process = self._process or self._start()
            if self._closed:  # meanwhile, in another thread
                self.stop()
                return "crashed"
            expired = threading.Event()
            timer = threading.Timer(seconds, lambda: (expired.set(), process.kill()))
            timer.start()
            try:
                reply = _exchange(process, head, attachments)
            finally:
                timer.cancel()
            if reply is None:
                self.stop()
                timeout = expired.is_set() or process.returncode == _OUT_OF_TIME
                return "timeout" if timeout else "crashed"
            return reply

    def stop_when_idle(self) -> None:
        """Stops the process after the current request. It blocks: call it in a thread."""
        with self._lock:
            self.stop()

    def stop(self) -> None:
        """Kills the process; a later request starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def close(self) -> None:
        """Kills the process for good: later requests, and those that wait, are "crashed"."""
        self._closed = True
        self.stop()

    def _start(self) -> subprocess.Popen[bytes]:
        # Windows reports names in capitals.
        env = {name: value for name, value in os.environ.items() if name.upper() in _PASSED_ON}
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (_ROOT, env.get("PYTHONPATH"))))
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env | self._environment,
        )


def module_command(name: str) -> tuple[str, ...]:
    """The command that runs a module."""
    return (sys.executable, "-m", name)


def _exchange(
    process: subprocess.Popen[bytes], head: Mapping[str, Any], attachments: Sequence[bytes]
) -> Message | None:
    """The reply; None if the process ended first."""
    try:
        _send(cast("BinaryIO", process.stdin), head, attachments)
        return _receive(cast("BinaryIO", process.stdout))
    except (OSError, ValueError):  # ValueError: `close` was faster
        return None


def serve_requests(handle: Callable[[dict[str, Any], list[bytes]], Message]) -> int:
    """Handles requests until the input ends; returns the exit code."""
    if hasattr(os, "nice"):
        os.nice(int(os.environ.get(_NICE, _DEFAULT_NICE)))
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # only replies may go to standard output
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        while request := _receive(requests):
            _send(replies, *handle(*request))
    return 0


def _send(stream: BinaryIO, head: Mapping[str, Any], attachments: Sequence[bytes]) -> None:
    line = json.dumps({**head, "lengths": [len(each) for each in attachments]})
    stream.write(f"{line}\n".encode())
    stream.writelines(attachments)
    stream.flush()


def _receive(stream: BinaryIO) -> Message | None:
    """The next message; None if the other side ended before or within it."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    head: dict[str, Any] = json.loads(line)
    attachments = [stream.read(length) for length in head["lengths"]]
    complete = [len(each) for each in attachments] == head["lengths"]
    return (head, attachments) if complete else None
