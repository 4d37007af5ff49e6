"""Help: short pages for newcomers, with commands that can be clicked."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise
from bot.i18n.translator import LANGS
from bot.ui.blocks import CONFIDENCE, closing
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from cogs.help.topics import ORDER, Topic, read_topics

FIRST: Final = "start"


@cache
def topic_finder() -> NameFinder[str]:
    """Finds pages by what people call them, in English or in Chinese."""
    names: dict[str, list[str]] = {key: [key] for key in ORDER}
    for lang in LANGS:
        for key, topic in read_topics(lang).items():
            names[key] += (topic.name, *topic.aliases)
    return NameFinder(NameEntry(key, tuple(map(normalise, own))) for key, own in names.items())


def help_card(context: RenderContext, topic: str) -> Layout:
    """A page with a drop-down of all pages; an unknown topic gives the three nearest."""
    tr = context.tr
    topics = read_topics(tr.lang)
    found = topics.get(topic)
    if found is None:
        return _unknown(context, topic)
    after = ORDER.index(topic) + 1
    parts: list[Component] = [text("\n\n".join(_blocks(context, found))), _menu(context, topic)]
    if after < len(ORDER):
        label = tr("Next: {name}", name=topics[ORDER[after]].name)
        parts.append(row(button(label, link_to(tr, "h", ORDER[after]))))
    parts.append(text(closing(context, len(context.release.catalogue.sources))))
    return [container(*parts)]


def _blocks(context: RenderContext, topic: Topic) -> Iterator[str]:
    tr, registration = context.tr, context.registration
    yield f"### {topic.name}\n{topic.intro}"
    if commands := [
        f"- {registration.mention(command)}{tr.colon}{what}"
        for command, what in topic.commands
        if registration.has(command)
    ]:
        yield "\n".join(commands)
    if topic.confidence:
        yield "\n".join(f"- {tr(level)}" for level in CONFIDENCE.values())
    for paragraph in topic.paragraphs:
        if isinstance(paragraph, str):
            yield paragraph
        elif registration.has(paragraph[0]):
            yield paragraph[1]


def _menu(context: RenderContext, chosen: str) -> Component:
    tr = context.tr
    return row(
        select(
            "s|help",
            tr("Another page"),
            [
                (topic.name, link_to(tr, "h", key), key == chosen)
                for key, topic in read_topics(tr.lang).items()
            ],
        )
    )


def _unknown(context: RenderContext, typed: str) -> Layout:
    tr = context.tr
    near = topic_finder().nearest(typed)
    return [
        container(
            text(tr("There is no page about “{typed}”. Nearest matches:", typed=echo(typed, 100))),
            row(*(button(read_topics(tr.lang)[key].name, link_to(tr, "h", key)) for key in near)),
            text(closing(context, 0)),
        )
    ]
