"""Signals of the process as context managers of its event loop."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import structlog

log = structlog.stdlib.get_logger()


@contextlib.contextmanager
def calling_on_hangup(work: Callable[[], Coroutine[Any, Any, None]]) -> Generator[None]:
    """SIGHUP starts `work`, where there is such a signal."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:  # Windows
        yield
        return
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    def start() -> None:
        task = loop.create_task(work())
        tasks.add(task)  # the loop holds only a weak reference
        task.add_done_callback(tasks.discard)

    loop.add_signal_handler(number, start)
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
