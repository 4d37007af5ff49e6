"""A digest's edition as messages: what changed, what closes soon, a few records in turn.

A long list of changes goes on in further messages; the rest is cut to what the last one can hold.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.domain.data.models import Topic
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import DigestContent
from bot.domain.search.filters import Filters
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import TOPICS, district_name
from bot.ui.components import Layout, button, container, section, shorten, text
from bot.ui.context import RenderContext
from bot.ui.editions.changes import plain_heading, told_changes
from bot.ui.editions.entries import closing_entry, overview_entry
from bot.ui.editions.pages import Heading, MessageContent, Sheets
from bot.ui.editions.text import said, tame
from bot.ui.formats import date_text
from bot.ui.measure_filters import browse_link
from bot.ui.zone_text import ZoneFilters

MAX_TITLE: Final = 100
"""Characters of a forum post's title."""
Contexts: TypeAlias = Sequence[RenderContext]

NAMES: Final[Mapping[Topic, str]] = {
    **TOPICS,
    "loan": N_("Loans"),
    "guarantee": N_("Guarantees"),
    "subsidy": N_("Subsidies"),
    "award": N_("Awards"),
    "zone": N_("Parks and zones"),
    "cluster": N_("Clusters"),
    "service": N_("Services"),
    "statistic": N_("Statistics"),
}
"""A topic as the name of a digest has it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around an edition's content."""

    number: int
    """The edition's, from 1."""
    since: str
    """The data version that it compares with."""
    dedup_key: Callable[[int], str]
    """The mark of a part, from 1."""
    late: datetime | None = None
    """When it was due, where it is late."""
    role_id: int | None = None
    """The role to mention."""
    preview: bool = False
    manual: bool = False


def edition_layouts(
    contexts: Sequence[RenderContext], edition: Edition, wish: DigestContent, frame: Frame
) -> list[Layout]:
    """The edition's messages in order, each ending with its mark.

    One scene for one language, two of the same release for both; buttons answer in the first.
    """
    contexts = [tame(context) for context in contexts]

    def framed(content: MessageContent, part: int, parts: int) -> Layout:
        return _framed(contexts, wish, frame, content, part, parts)

    sheets = Sheets(framed, contexts[0].tr("Open"))
    for heading, entries in told_changes(contexts, edition):
        sheets.tell(heading, entries)
    if wish.content != "overview" and not edition.changes:
        sheets.say(text(said(contexts, lambda context: _nothing(context.tr, frame.since))))
    _tell_closing(sheets, contexts, edition)
    _tell_overview(sheets, contexts, edition, wish)
    return sheets.layouts()


def forum_title(
    contexts: Sequence[RenderContext], wish: DigestContent, number: int, day: date, dedup_key: str
) -> str:
    """The title of a forum post: as much of name, edition and date as fits, then its mark."""
    names = [_name(context.tr, wish) for context in contexts]
    tr = contexts[0].tr
    when = date_text(tr.lang, day) if len(contexts) == 1 else day.isoformat()
    edition = tr("edition {number}", number=number)
    for parts in ((" ".join(names), edition, when), (" ".join(names), when), (names[0], when)):
        if len(title := " · ".join((*parts, dedup_key))) <= MAX_TITLE:
            return title
    room = MAX_TITLE - len(f" · {when} · {dedup_key}")
    return f"{shorten(names[0], room)} · {when} · {dedup_key}"


# -- What is told --


def _tell_closing(sheets: Sheets, contexts: Contexts, edition: Edition) -> None:
    entries = [closing_entry(contexts, measure) for measure in edition.closing]
    left = sheets.fill(plain_heading(contexts, N_("Closing soon"), len(entries)), entries)
    if 0 < left < len(entries):
        sheets.say(text(said(contexts, lambda context: _and_more(context.tr, left))))


def _and_more(tr: Translator, left: int) -> str:
    return tr.many("-# … and {number} more", "-# … and {number} more", left)


def _tell_overview(
    sheets: Sheets, contexts: Contexts, edition: Edition, wish: DigestContent
) -> None:
    """The records of the overview that cannot be opened from the message already."""
    entries = [overview_entry(contexts, record) for record in edition.overview]
    if edition.topic and entries:
        opened = sheets.opened()
        fresh = [entry for entry in entries if entry.link not in opened]
        sheets.fill(_overview_heading(contexts, edition.topic, wish), fresh)
    elif wish.content == "overview":
        sheets.say(text(said(contexts, lambda context: _no_record(context.tr))))


def _overview_heading(contexts: Contexts, topic: Topic, wish: DigestContent) -> Heading:
    """What the records are about, with a button to all of them."""
    tr = contexts[0].tr
    content = said(contexts, lambda context: _overview_name(context.tr, topic))
    opens = button(tr("See all"), _all(tr, topic, wish))
    return lambda continued: section(content, opens)


def _overview_name(tr: Translator, topic: Topic) -> str:
    heading = tr("**Worth knowing · {topic}**", topic=tr(NAMES[topic]))
    turns = tr("A few at a time; later editions show others.")
    return f"{heading}\n-# {turns}"


def _all(tr: Translator, topic: Topic, wish: DigestContent) -> str:
    """The custom id of the list in which the records of an overview stand."""
    if topic in ("zone", "cluster"):
        kind = "cluster" if topic == "cluster" else "park"
        return ZoneFilters(kind, wish.district or "", "").link(tr)
    return browse_link(tr, Filters(topic=topic, district=wish.district))


def _nothing(tr: Translator, since: str) -> str:
    return tr(
        "**Nothing new since version {version}.** No record of this digest was added, changed "
        "or withdrawn.",
        version=since,
    )


def _no_record(tr: Translator) -> str:
    return tr("No record in force fits this digest's topic and district.")


# -- Around it --


def _framed(
    contexts: Contexts,
    wish: DigestContent,
    frame: Frame,
    content: MessageContent,
    part: int,
    parts: int,
) -> Layout:
    """A finished message."""
    above = _above(contexts, frame, part)
    card = container(
        text(_head(contexts, wish, frame, part, parts)),
        *content.parts,
        text(_foot(contexts, frame, part, content.sources)),
    )
    return [text(above), card] if above else [card]


def _name(tr: Translator, wish: DigestContent) -> str:
    """The name of a digest: what it is about, its topic, its district."""
    names = [tr("Shanghai's measures for smaller firms")]
    if wish.topic:
        names.append(tr(NAMES[wish.topic]))
    if wish.district:
        names.append(district_name(tr, wish.district))
    return " · ".join(names)


def _head(contexts: Contexts, wish: DigestContent, frame: Frame, part: int, parts: int) -> str:
    lines = [said(contexts, lambda context: f"### {_name(context.tr, wish)}")]
    lines.append(
        said(contexts, lambda context: " · ".join(_under(context, wish, frame, part, parts)))
    )
    if frame.late and part == 1:
        moment = f"<t:{int(frame.late.timestamp())}:f>"
        lines.append(said(contexts, lambda context: _late(context.tr, moment)))
    return "\n".join(lines)


def _under(
    context: RenderContext, wish: DigestContent, frame: Frame, part: int, parts: int
) -> Iterator[str]:
    """The small line below the name."""
    tr = context.tr
    yield date_text(tr.lang, context.today)
    if wish.content != "overview":
        yield tr("compared with data {version}", version=frame.since)
    if frame.manual:
        yield tr("posted on request")
    if parts > 1:
        yield tr("part {part} of {parts}", part=part, parts=parts)


def _late(tr: Translator, moment: str) -> str:
    return tr("This edition was due {moment} and is late.", moment=moment)


def _above(contexts: Contexts, frame: Frame, part: int) -> str:
    """What stands above the card: that it is a preview, and whom it calls."""
    lines: list[str] = []
    if frame.preview:
        lines.append(said(contexts, lambda context: _preview(context.tr)))
    if frame.role_id and part == 1:
        lines.append(f"<@&{frame.role_id}>")
    return "\n".join(lines)


def _preview(tr: Translator) -> str:
    return tr("**Preview**: only you see this; nobody is pinged.")


def _foot(contexts: Contexts, frame: Frame, part: int, sources: int) -> str:
    """The small lines at the end; the very last one ends with the mark."""
    lines = [_imprint(context, frame.number, sources) for context in reversed(contexts)]
    return "\n".join(lines) + f" · {frame.dedup_key(part)}"


def _imprint(context: RenderContext, number: int, sources: int) -> str:
    tr, catalogue = context.tr, context.release.catalogue
    day = date_text(tr.lang, catalogue.made_on)
    return tr.many(
        "-# Edition {edition} · data {version} · {date} · {number} source · not legal advice",
        "-# Edition {edition} · data {version} · {date} · {number} sources · not legal advice",
        sources,
        edition=number,
        version=catalogue.version,
        date=day,
    )
