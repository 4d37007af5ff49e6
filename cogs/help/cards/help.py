"""Help: short pages for newcomers, with commands that can be clicked."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise
from bot.i18n.translator import LANGS
from bot.ui.blocks import CONFIDENCE
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from cogs.help.cards.home import ADMIN
from cogs.help.topics import TOPIC_ORDER, HelpTopic, read_topics

_FOR_ADMINS: Final = "digest "
"""How the commands begin that Discord offers to administrators alone."""


@cache
def topic_finder() -> NameFinder[str]:
    """Finds pages by what people call them, in English or in Chinese."""
    names: dict[str, list[str]] = {key: [key] for key in TOPIC_ORDER}
    for lang in LANGS:
        for key, topic in read_topics(lang).items():
            names[key] += (topic.name, *topic.aliases)
    return NameFinder(NameEntry(key, tuple(map(normalise, own))) for key, own in names.items())


def help_card(context: RenderContext, topic: str, *admin: str) -> Layout:
    """A page with a drop-down of all, else the nearest; `admin`: ADMIN for a server's manager."""
    found = read_topics(context.tr.lang).get(topic)
    if found is None:
        return _unknown(context, topic)
    lines = _lines(context, found, linked=ADMIN in admin)
    return [container(text("\n".join(lines)), _menu(context, topic, admin))]


def _lines(context: RenderContext, topic: HelpTopic, *, linked: bool) -> Iterator[str]:
    tr, registration = context.tr, context.registration
    yield f"### {topic.name}"
    if topic.intro:
        yield topic.intro
    for command, what in topic.commands:
        if registration.has(command):
            # Discord shows a command that a person may not use as unavailable.
            shown = linked or not command.startswith(_FOR_ADMINS)
            name = registration.mention(command) if shown else f"`/{command}`"
            yield f"- {name}{tr.colon}{what}"
    if topic.confidence:
        yield from (f"- {tr(level)}" for level in CONFIDENCE.values())
    for paragraph in topic.paragraphs:
        if isinstance(paragraph, str):
            yield paragraph
        elif registration.has(paragraph[0]):
            yield paragraph[1]


def _menu(context: RenderContext, chosen: str, admin: tuple[str, ...]) -> Component:
    tr = context.tr
    topics = read_topics(tr.lang).items()
    pages = [(topic.name, link_to(tr, "h", key, *admin), key == chosen) for key, topic in topics]
    return row(select("s|help", tr("Another page"), pages))


def _unknown(context: RenderContext, typed: str) -> Layout:
    tr = context.tr
    said = tr("There is no page about “{typed}”.", typed=echo(typed, 100))
    near = topic_finder().nearest(typed)
    if not near:
        return [container(text(said), _menu(context, "", ()))]
    said += tr.space + tr("Nearest matches:")
    buttons = (button(read_topics(tr.lang)[key].name, link_to(tr, "h", key)) for key in near)
    return [container(text(said), row(*buttons))]
