"""What arrives as a direct message: that a watched measure changed, and the test message."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import Change, ChangeKind
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Source
from bot.i18n.translator import Words, mark
from bot.ui.actions import act_to
from bot.ui.blocks import closing, fit, source_line
from bot.ui.components import Component, Layout, button, container, line, row, shorten, text
from bot.ui.context import Scene, link_to
from bot.ui.editions.entries import change_entry
from bot.ui.editions.text import tame
from bot.ui.formats import date_text
from bot.ui.version_date import date_of

REMOVE: Final = "wrm"
"""Name of the act that ends a watch."""
_BODY: Final = 2300
_SOURCES: Final = 700
_HEADINGS: Final[Mapping[ChangeKind, str]] = {
    "new": mark("### A measure that you watch is listed again"),
    "changed": mark("### A measure that you watch has changed"),
    "superseded": mark("### A measure that you watch was superseded"),
    "withdrawn": mark("### A measure that you watch was withdrawn"),
}


def changed_notice(scene: Scene, change: Change, since: str, mark: str) -> Layout:
    """What became of the measure, field by field, with both versions; the last line has a mark."""
    plain, scene = scene, tame(scene)
    words, version = scene.words, scene.release.catalogue.version
    entry = change_entry([scene], change)
    dates = words(
        "From data {old} ({old_date}) to {new} ({new_date})",
        old=since,
        old_date=date_text(words.lang, date_of(since)),
        new=version,
        new_date=date_text(words.lang, date_of(version)),
    )
    body = [*entry.head, *entry.body]
    if change.kind == "withdrawn":
        body.append(words("The data has no such measure any more; no reason is stated."))
    sources = _sources(scene, change)
    listed = [f"{i}. {source_line(plain.words, s)}" for i, s in enumerate(sources, 1)]
    parts: list[Component] = [
        text(f"{words(_HEADINGS[change.kind])}\n-# {dates}"),
        text(fit(body, _BODY, words)),
    ]
    if listed:
        parts += [line(), text(fit([words("**Sources**"), *listed], _SOURCES, words))]
    parts.append(_buttons(words, change.record.id, opens=change.kind != "withdrawn"))
    parts.append(text("\n".join(_foot(scene, len(sources), mark))))
    return [container(*parts)]


def trial_notice(scene: Scene, record: str, mark: str) -> Layout:
    """That messages arrive, and what will make the next one come."""
    words = scene.words
    measure = scene.release.catalogue.measures.get(record)
    name = shorten(words.of(measure.title), 200) if measure else record
    said = (
        words("### You watch this measure"),
        f"**{name}**",
        words("This message is a test. The next one comes here when the measure changes."),
    )
    foot = text("\n".join(_foot(scene, 0, mark)))
    return [container(text("\n".join(said)), _buttons(words, record, opens=True), foot)]


def _sources(scene: Scene, change: Change) -> tuple[Source, ...]:
    """The sources of the figures that changed, then those of the record."""
    figures = (f.new for f in change.fields if isinstance(f, FigureChange) and f.new)
    own = (source for figure in figures for source in figure.sources)
    known = scene.release.catalogue.sources
    return scene.release.catalogue.named(
        source for source in (*own, *source_ids(change.record)) if source in known
    )


def _buttons(words: Words, record: str, *, opens: bool) -> Component:
    stop = button(words("Stop watching"), act_to(words, REMOVE, record))
    return row(button(words("Open"), link_to(words, "m", record)), stop) if opens else row(stop)


def _foot(scene: Scene, sources: int, mark: str) -> Iterator[str]:
    words = scene.words
    yield words(
        "-# You get this because you watch it. {list} shows all that you watch.",
        list=scene.registration.mention("watch list"),
    )
    yield f"{closing(scene, sources)} · {mark}"
