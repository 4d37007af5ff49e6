"""The pictures in the docs show the cards as they are."""

import json

from tests.end_to_end.drawn_cards import CARDS, FOLDER, HASHES, drawn_release, hashes
from tests.end_to_end.program import ROOT

LIVE = {"admin-status"}
"""Its numbers are those of a running process."""


def test_each_picture_was_drawn_from_the_card_as_it_is() -> None:
    drawn = json.loads(HASHES.read_text("utf-8"))
    now = hashes(drawn_release())
    changed = [name for name in now if drawn.get(name) != now[name]]
    assert changed == [], "draw them again: python -m tests.end_to_end.screenshots " + " ".join(
        changed
    )
    assert drawn.keys() == now.keys()


def test_every_picture_of_the_docs_has_its_card() -> None:
    assert {file.stem for file in FOLDER.glob("*.png")} == CARDS.keys() | LIVE
    page = (ROOT / "docs" / "screenshots.md").read_text("utf-8")
    assert all(f"screenshots/{name}.png" in page for name in CARDS.keys() | LIVE)
