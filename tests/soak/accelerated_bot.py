"""`python -m bot run` with a fifth of its waits: `... [forgotten | STEP WHEN NUMBER]`.

Retries, lease and sweep keep their proportions: a minute takes twelve seconds. `forgotten`: it
does not rely on nonces. With three words it kills itself, see `tests.end_to_end.killable`.
"""

import sys

from bot.__main__ import main
from bot.digests import lease, scheduler, sender
from tests.end_to_end.killable import kill_at
from tests.end_to_end.unlimited import take_any_rate

TIMES = (
    (lease, "BEAT_SECONDS"),
    (lease, "LEASE_SECONDS"),
    (lease, "DEAD_SECONDS"),
    (lease, "NEW_SECONDS"),
    (scheduler, "BEAT_SECONDS"),
    (scheduler, "SWEEP_SECONDS"),
)
"""Constants in seconds, in the modules that read them."""
SPEED_UP = 5


def accelerate() -> None:
    """Divides every wait of delivery by five."""
    for module, name in TIMES:
        setattr(module, name, getattr(module, name) / SPEED_UP)
    setattr(sender, "WAITS", tuple(wait / SPEED_UP for wait in sender.WAITS))  # noqa: B010 - a Final


if __name__ == "__main__":
    take_any_rate()
    accelerate()
    if sys.argv[1:] == ["forgotten"]:
        setattr(sender, "NONCE_SECONDS", 0)  # noqa: B010 - a Final
    elif len(sys.argv) > 1:
        kill_at(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    sys.exit(main(["run"]))
