"""Measures as Markdown to read or to keep: one record a chapter, with all that it holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from bot.domain.data.models import Figure, Measure, Zone
from bot.domain.search.filters import Found
from bot.i18n.translator import Words
from bot.ui.blocks import (
    CONFIDENCE,
    KINDS,
    TOPICS,
    closing_line,
    confidence_line,
    conflict_lines,
    district_names,
    figure_line,
    source_line,
    status_note,
)
from bot.ui.context import Scene
from bot.ui.relations import relation_lines
from bot.ui.zone_text import zone_facts
from cogs.measures.export.parts import UNNAMED, figure_sources

Kept: TypeAlias = Found | Zone
"""What can be taken away as a document."""


def as_markdown(scene: Scene, records: Sequence[Found]) -> bytes:
    """A document to read, in the reader's language."""
    lines = [f"# {scene.words('Measures')}", ""]
    for record in records:
        lines += [*chapter(scene, record), ""]
    return _ended(scene, lines, records)


def document(scene: Scene, record: Kept) -> bytes:
    """One record as a document of its own, with all that it holds."""
    return _ended(scene, [*chapter(scene, record, level="#"), ""], [record])


def _ended(scene: Scene, lines: Sequence[str], records: Sequence[Kept]) -> bytes:
    last = closing_line(scene, records).removeprefix("-# ")
    return ("\n".join([*lines, last]) + "\n").encode()


def chapter(scene: Scene, record: Kept, level: str = "##") -> Iterator[str]:
    """A record: what it says, each figure with the numbers of its sources, and those sources."""
    words = scene.words
    sources = scene.release.catalogue.cited(record)
    numbers = {source.id: i for i, source in enumerate(sources, 1)}
    yield f"{level} {words.of(record.title)}"
    yield ""
    yield f"*{words.other(record.title)}* · `{record.id}` · {_label(words, record)}"
    yield ""
    yield from facts(scene, record, numbers)
    yield from (words("**Sources**"), "")
    yield from (f"{i}. {source_line(words, s)}" for i, s in enumerate(sources, 1))
    if not sources:
        yield f"- {words(UNNAMED)}"


def facts(scene: Scene, record: Kept, numbers: Mapping[str, int]) -> Iterator[str]:
    """All between the title and the sources; `numbers` of sources to name behind figures."""
    words = scene.words
    if isinstance(record, Measure) and (note := status_note(scene, record)):
        yield from (note, "")
    yield from (words.of(record.summary), "")
    if isinstance(record, Zone):
        yield from (*(line for fact in zone_facts(words, record) for line in (fact, "")),)
    if record.figures:
        for figure in record.figures:
            yield from _figure_lines(scene, figure, numbers)
        yield ""
    if isinstance(record, Measure):
        yield from _measure_lines(scene, record)
    if record.note:
        yield from (words("**Note:** {text}", text=words.of(record.note)), "")
    if record.conflicts:
        yield from (words("**Sources disagree**"), "", *conflict_lines(scene, record.conflicts), "")
    if record.not_stated:
        yield from (words("**Not stated**"), "")
        yield from (f"- {words.of(s.text)}" for s in record.not_stated)
        yield ""
    yield from (confidence_line(words, record), "")


def _figure_lines(scene: Scene, figure: Figure, numbers: Mapping[str, int]) -> Iterator[str]:
    """A figure with the numbers of the sources that print it, and what must be known of it."""
    words = scene.words
    printed = [numbers[s.id] for s in figure_sources(scene, figure) if s.id in numbers]
    yield figure_line(words, figure) + "".join(f" [{number}]" for number in printed)
    if figure.confidence:
        yield f"  - {words(CONFIDENCE[figure.confidence])}"
    if figure.note:
        yield f"  - {words.of(figure.note)}"


def _measure_lines(scene: Scene, measure: Measure) -> Iterator[str]:
    """Who, where, conditions, steps, authority and validity, each only where it is stated."""
    words = scene.words
    if measure.who:
        yield from (words("**Who:** {text}", text=words.of(measure.who)), "")
    if measure.districts:
        yield from (words("**Where:** {text}", text=district_names(words, measure.districts)), "")
    if measure.conditions:
        yield from (words("**Conditions**"), "")
        yield from (f"- {words.of(t)}" for t in measure.conditions)
        yield ""
    if measure.apply:
        yield from (words("**How to apply**"), "")
        yield from (f"{i}. {words.of(t)}" for i, t in enumerate(measure.apply, 1))
        yield ""
    if measure.contact:
        yield from (words("**Contact:** {text}", text=words.of(measure.contact)), "")
    if measure.authority:
        yield from (words("**Authority:** {text}", text=words.of(measure.authority)), "")
    if measure.validity:
        yield from (words("**Validity:** {text}", text=words.of(measure.validity.note)), "")
    for line in relation_lines(scene, measure):
        yield from (line,) if line.startswith("- ") else (line, "")
    if scene.release.catalogue.standings(measure.id):
        yield ""


def _label(words: Words, record: Kept) -> str:
    if isinstance(record, Zone):
        topic = TOPICS["zone"] if record.kind == "park" else TOPICS["cluster"]
        return words(topic)
    if isinstance(record, Measure) and record.kind:
        return words(KINDS[record.kind])
    return words(TOPICS[record.topic])
