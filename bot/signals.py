"""Signals of the process as context managers of its event loop."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Generator

import structlog

log = structlog.stdlib.get_logger()


@contextlib.contextmanager
def calling_on_hangup(work: Callable[[], None]) -> Generator[None]:
    """SIGHUP calls `work`, where there is such a signal."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:  # Windows
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(number, work)
    try:
        yield
    finally:
        loop.remove_signal_handler(number)


@contextlib.contextmanager
def stopping() -> Generator[None]:
    """SIGINT and SIGTERM end the block wherever it is, without an exception."""
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
    try:
        yield
    except asyncio.CancelledError:
        if not requested or task is None:
            raise
        task.uncancel()
