"""`python -m bot run` that takes any DIGEST_RATE, for a stand-in without Discord's limit."""

import sys

from bot import settings
from bot.__main__ import main


def take_any_rate() -> None:
    """From now on, DIGEST_RATE has no upper end."""
    settings.MAX_DIGEST_RATE = float("inf")


if __name__ == "__main__":
    take_any_rate()
    sys.exit(main(["run"]))
