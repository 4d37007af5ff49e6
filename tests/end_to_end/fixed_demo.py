"""The demo at the moment at which the pictures of the docs are drawn."""

import sys

import time_machine

from bot.__main__ import main
from tests.end_to_end.drawn_cards import MOMENT

if __name__ == "__main__":
    with time_machine.travel(MOMENT, tick=True):
        sys.exit(main(["demo", "--no-browser", "--port", "0"]))
