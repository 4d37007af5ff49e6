"""What goes together with a measure, what comes first, what shuts it out: as sources state it."""

from collections.abc import Iterator
from typing import Final

from bot.domain.data.catalogue import Standing
from bot.domain.data.models import How, Measure, Record, Tier
from bot.i18n.translator import Words, mark
from bot.ui.components import Component, button
from bot.ui.context import Scene, link_to

_HEADINGS: Final[dict[How, str]] = {
    "may-combine": mark("Goes together with"),
    "tops-up": mark("Goes together with"),
    "requires": mark("Needs first"),
    "not-together": mark("Not together with"),
}
_NEEDED: Final = mark("Is needed for")


def relation_lines(scene: Scene, record: Record) -> Iterator[str]:
    """Each group under its heading: the other's name, and the sentence that states it."""
    words = scene.words
    groups: dict[str, list[str]] = {}
    for standing in scene.release.catalogue.standings(record.id):
        groups.setdefault(_heading(words, standing), []).append(_line(scene, standing))
    for heading, lines in groups.items():
        yield f"**{heading}**"
        yield from lines


def relation_cells(scene: Scene, measure: Measure) -> Iterator[str]:
    """The same in short for a comparison, with what the record says is not stated about it."""
    words, colon = scene.words, _colon(scene.words)
    for standing in scene.release.catalogue.standings(measure.id):
        yield f"{_heading(words, standing)}{colon}{_line(scene, standing).removeprefix('- ')}"
    yield from (words.of(s.text) for s in measure.not_stated if s.about == "stacking")


def relation_buttons(scene: Scene, measure: Measure) -> Iterator[Component]:
    """A button for each record named."""
    records = scene.release.catalogue.records
    for standing in scene.release.catalogue.standings(measure.id):
        match records.get(standing.record or ""):
            case Measure() as other:
                target = ("m", other.id)
            case Tier() as other:
                target = ("lc", other.tier, other.rules)
            case _:
                continue
        yield button(scene.words.of(other.title), link_to(scene.words, *target))


def _heading(words: Words, standing: Standing) -> str:
    how = standing.relation.how
    needed = standing.turned and how == "requires"
    heading = _NEEDED if needed else _HEADINGS[how]
    return words(heading)


def _line(scene: Scene, standing: Standing) -> str:
    words = scene.words
    said = words.of(standing.relation.text)
    other = scene.release.catalogue.records.get(standing.record or "")
    return f"- {words.of(other.title)}{_colon(words)}{said}" if other else f"- {said}"


def _colon(words: Words) -> str:
    return "：" if words.lang == "zh" else ": "
