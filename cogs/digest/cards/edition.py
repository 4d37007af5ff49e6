"""A digest's edition as messages: what changed, what closes soon, a few records in turn.

A long list of changes goes on in further messages; the rest is cut to what the last one can hold.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Topic
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import Wish
from bot.domain.search.filters import Filters
from bot.i18n.translator import Words, mark
from bot.ui.blocks import TOPICS
from bot.ui.components import (
    Layout,
    button,
    container,
    section,
    shorten,
    text,
)
from bot.ui.context import Scene
from bot.ui.editions.changes import plain_heading, told_changes
from bot.ui.editions.entries import (
    closing_entry,
    overview_entry,
)
from bot.ui.editions.pages import Content, Heading, Sheets
from bot.ui.editions.text import said, tame
from bot.ui.formats import date_text
from bot.ui.measure_filters import browse_link
from bot.ui.zone_text import Filters as ZoneFilters

MAX_TITLE: Final = 100
"""Characters of a forum post's title."""
Scenes: TypeAlias = Sequence[Scene]

NAMES: Final[Mapping[Topic, str]] = {
    **TOPICS,
    "loan": mark("Loans"),
    "guarantee": mark("Guarantees"),
    "subsidy": mark("Subsidies"),
    "award": mark("Awards"),
    "zone": mark("Parks and zones"),
    "cluster": mark("Clusters"),
    "service": mark("Services"),
    "statistic": mark("Statistics"),
}
"""A topic as the name of a digest has it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an edition's content."""

    number: int
    """The edition's, from 1."""
    since: str
    """The data version that it compares with."""
    marks: Callable[[int], str]
    """The mark of a part, from 1."""
    late: datetime | None = None
    """When it was due, where it is late."""
    role_id: int | None = None
    """The role to mention."""
    preview: bool = False
    manual: bool = False


def edition_layouts(
    scenes: Sequence[Scene], edition: Edition, wish: Wish, frame: Frame
) -> list[Layout]:
    """The edition's messages in order, each ending with its mark.

    One scene for one language, two of the same release for both; buttons answer in the first.
    """
    scenes = [tame(scene) for scene in scenes]

    def framed(content: Content, part: int, parts: int) -> Layout:
        return _framed(scenes, wish, frame, content, part, parts)

    sheets = Sheets(framed, scenes[0].words("Open"))
    for heading, entries in told_changes(scenes, edition):
        sheets.tell(heading, entries)
    if wish.content != "overview" and not edition.changes:
        sheets.say(text(said(scenes, lambda scene: _nothing(scene.words, frame.since))))
    _tell_closing(sheets, scenes, edition)
    _tell_overview(sheets, scenes, edition, wish)
    return sheets.layouts()


def forum_title(scenes: Sequence[Scene], wish: Wish, number: int, day: date, mark: str) -> str:
    """The title of a forum post: as much of name, edition and date as fits, then its mark."""
    names = [_name(scene.words, wish) for scene in scenes]
    words = scenes[0].words
    when = date_text(words.lang, day) if len(scenes) == 1 else day.isoformat()
    edition = words("edition {number}", number=number)
    for parts in ((" ".join(names), edition, when), (" ".join(names), when), (names[0], when)):
        if len(title := " · ".join((*parts, mark))) <= MAX_TITLE:
            return title
    room = MAX_TITLE - len(f" · {when} · {mark}")
    return f"{shorten(names[0], room)} · {when} · {mark}"


# -- What is told --


def _tell_closing(sheets: Sheets, scenes: Scenes, edition: Edition) -> None:
    entries = [closing_entry(scenes, measure) for measure in edition.closing]
    left = sheets.fill(plain_heading(scenes, mark("Closing soon"), len(entries)), entries)
    if 0 < left < len(entries):
        sheets.say(text(said(scenes, lambda scene: _and_more(scene.words, left))))


def _and_more(words: Words, left: int) -> str:
    return words.many("-# … and {number} more", "-# … and {number} more", left)


def _tell_overview(sheets: Sheets, scenes: Scenes, edition: Edition, wish: Wish) -> None:
    """The records of the overview that cannot be opened from the message already."""
    entries = [overview_entry(scenes, record) for record in edition.overview]
    if edition.topic and entries:
        opened = sheets.opened()
        fresh = [entry for entry in entries if entry.link not in opened]
        sheets.fill(_overview_heading(scenes, edition.topic, wish), fresh)
    elif wish.content == "overview":
        sheets.say(text(said(scenes, lambda scene: _no_record(scene.words))))


def _overview_heading(scenes: Scenes, topic: Topic, wish: Wish) -> Heading:
    """What the records are about, with a button to all of them."""
    words = scenes[0].words
    content = said(scenes, lambda scene: _overview_name(scene.words, topic))
    opens = button(words("See all"), _all(words, topic, wish))
    return lambda continued: section(content, opens)


def _overview_name(words: Words, topic: Topic) -> str:
    heading = words("**Worth knowing · {topic}**", topic=words(NAMES[topic]))
    turns = words("A few at a time; the next editions bring others.")
    return f"{heading}\n-# {turns}"


def _all(words: Words, topic: Topic, wish: Wish) -> str:
    """The custom id of the list in which the records of an overview stand."""
    if topic in ("zone", "cluster"):
        kind = "cluster" if topic == "cluster" else "park"
        return ZoneFilters(kind, wish.district or "", "").link(words)
    return browse_link(words, Filters(topic=topic, district=wish.district))


def _nothing(words: Words, since: str) -> str:
    return words(
        "**Nothing new since version {version}.** No record of this digest was added, changed "
        "or withdrawn.",
        version=since,
    )


def _no_record(words: Words) -> str:
    return words("No record in force fits this digest's topic and district.")


# -- Around it --


def _framed(
    scenes: Scenes, wish: Wish, frame: Frame, content: Content, part: int, parts: int
) -> Layout:
    """A finished message."""
    above = _above(scenes, frame, part)
    card = container(
        text(_head(scenes, wish, frame, part, parts)),
        *content.parts,
        text(_foot(scenes, frame, part, content.sources)),
    )
    return [text(above), card] if above else [card]


def _name(words: Words, wish: Wish) -> str:
    """The name of a digest: what it is about, its topic, its district."""
    names = [words("Shanghai's measures for smaller firms")]
    if wish.topic:
        names.append(words(NAMES[wish.topic]))
    if wish.district:
        names.append(DISTRICTS[wish.district][words.lang == "zh"])
    return " · ".join(names)


def _head(scenes: Scenes, wish: Wish, frame: Frame, part: int, parts: int) -> str:
    lines = [said(scenes, lambda scene: f"### {_name(scene.words, wish)}")]
    lines.append(said(scenes, lambda scene: " · ".join(_under(scene, wish, frame, part, parts))))
    if frame.late and part == 1:
        moment = f"<t:{int(frame.late.timestamp())}:f>"
        lines.append(said(scenes, lambda scene: _late(scene.words, moment)))
    return "\n".join(lines)


def _under(scene: Scene, wish: Wish, frame: Frame, part: int, parts: int) -> Iterator[str]:
    """The small line below the name."""
    words = scene.words
    yield date_text(words.lang, scene.today)
    if wish.content != "overview":
        yield words("compared with data {version}", version=frame.since)
    if frame.manual:
        yield words("posted on request")
    if parts > 1:
        yield words("part {part} of {parts}", part=part, parts=parts)


def _late(words: Words, moment: str) -> str:
    return words("This edition was due {moment} and is late.", moment=moment)


def _above(scenes: Scenes, frame: Frame, part: int) -> str:
    """What stands above the card: that it is a preview, and whom it calls."""
    lines: list[str] = []
    if frame.preview:
        lines.append(said(scenes, lambda scene: _preview(scene.words)))
    if frame.role_id and part == 1:
        lines.append(f"<@&{frame.role_id}>")
    return "\n".join(lines)


def _preview(words: Words) -> str:
    return words("**Preview**: only you see this; nobody is pinged.")


def _foot(scenes: Scenes, frame: Frame, part: int, sources: int) -> str:
    """The small lines at the end; the very last one ends with the mark."""
    lines = [_imprint(scene, frame.number, sources) for scene in reversed(scenes)]
    return "\n".join(lines) + f" · {frame.marks(part)}"


def _imprint(scene: Scene, number: int, sources: int) -> str:
    words, catalogue = scene.words, scene.release.catalogue
    day = date_text(words.lang, catalogue.made_on)
    return words.many(
        "-# Edition {edition} · data {version} · {date} · {number} source · not legal advice",
        "-# Edition {edition} · data {version} · {date} · {number} sources · not legal advice",
        sources,
        edition=number,
        version=catalogue.version,
        date=day,
    )
