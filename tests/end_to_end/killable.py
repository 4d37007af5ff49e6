"""`python -m bot run` that kills itself at a given step: `... killable STEP WHEN NUMBER`.

STEP is one of STEPS, WHEN is before or after, NUMBER counts the calls of that step from 1.
"""

import functools
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bot.__main__ import main
from bot.discord_client.poster import DiscordPoster
from bot.storage.run_claims import RunClaims
from bot.storage.runs import RunStore

STEPS: dict[str, tuple[type, str]] = {
    "claim": (RunClaims, "claim"),
    "send": (DiscordPoster, "send"),
    "record": (RunStore, "record"),
    "publish": (DiscordPoster, "publish"),
    "note": (RunStore, "publish"),
    "finish": (RunStore, "finish"),
}
"""What a run goes through: the method that does each step."""


def kill_at(step: str, when: str, number: int) -> None:
    """From now on, that call of that step is the last thing that this process does."""
    owner, name = STEPS[step]
    work: Callable[..., Awaitable[Any]] = getattr(owner, name)
    calls = 0

    @functools.wraps(work)
    async def counted(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        last = calls == number
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await work(*args, **more)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, counted)


if __name__ == "__main__":
    kill_at(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    sys.exit(main(["run"]))
