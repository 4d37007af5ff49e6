"""Signals of the process as context managers of its event loop."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Final

import structlog

log = structlog.stdlib.get_logger()

_HANGUP: Final = getattr(signal, "SIGHUP", None)
"""None on Windows."""


def at_terminal() -> bool:
    """Whether the process was started in a terminal, with which it should end."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextlib.contextmanager
def calling_on_hangup(work: Callable[[], Coroutine[Any, Any, None]]) -> Generator[None]:
    """SIGHUP starts `work`, where there is such a signal and it does not end the process."""
    if _HANGUP is None or at_terminal():
        yield
        return
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    def start() -> None:
        task = loop.create_task(work())
        tasks.add(task)  # the loop holds only a weak reference
        task.add_done_callback(tasks.discard)

    loop.add_signal_handler(_HANGUP, start)
    try:
        yield
    finally:
        loop.add_signal_handler(_HANGUP, _ignore)


@contextlib.contextmanager
def stopping(*, hangup: bool) -> Generator[None]:
    """SIGINT and SIGTERM end the block wherever it is, without an exception.

    With `hangup`, SIGHUP does too; otherwise it is ignored: it would kill the process.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    requested = False

    def stop() -> None:
        nonlocal requested
        if task is None or requested:
            return  # a second signal must not disturb the closing
        requested = True
        log.info("stopping")
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C interrupts by itself
            loop.add_signal_handler(number, stop)
    if _HANGUP is not None:
        loop.add_signal_handler(_HANGUP, stop if hangup else _ignore)
    try:
        yield
    except asyncio.CancelledError:
        if not requested or task is None:
            raise
        task.uncancel()
    finally:
        if _HANGUP is not None:  # the loop would let it kill the process as it closes
            loop.remove_signal_handler(_HANGUP)
            signal.signal(_HANGUP, signal.SIG_IGN)


def _ignore() -> None:
    # Not SIG_IGN, which worker processes would inherit.
    pass
