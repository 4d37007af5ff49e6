"""Names that nothing is called by: what was understood, and the three nearest as buttons."""

from bot.domain.data.districts import DISTRICTS
from bot.ui.blocks import closing, closing_line
from bot.ui.components import Layout, button, container, row, text
from bot.ui.context import Scene, link_to
from bot.ui.escape import echo
from bot.ui.options import district_label, industry_label


def unknown_district(scene: Scene, typed: str, target: str, *args: str) -> Layout:
    """The nearest districts; each opens `target` with the district in the place of @."""
    words = scene.words
    found = scene.release.names.districts.nearest(typed)
    buttons = [
        button(
            district_label(slug, words.lang),
            link_to(words, target, *(slug if arg == "@" else arg for arg in args)),
        )
        for slug in found
    ]
    count = len(DISTRICTS)
    return [
        container(
            text(
                words(
                    "“{typed}” is none of Shanghai's {count} districts. The nearest:",
                    typed=echo(typed, 100),
                    count=count,
                )
            ),
            row(*buttons),
            text(closing(scene, 0)),
        )
    ]


def unknown_industry(scene: Scene, typed: str, target: str, *args: str) -> Layout:
    """The nearest industries; each opens `target` with the industry in the place of @."""
    words, terms = scene.words, scene.release.catalogue.terms
    buttons = [
        button(
            industry_label(terms[found], words.lang),
            link_to(words, target, *(found if arg == "@" else arg for arg in args)),
        )
        for found in scene.release.names.industries.nearest(typed)
    ]
    message = words(
        "No park or cluster is listed under the industry “{typed}”.", typed=echo(typed, 100)
    )
    if not buttons:
        return [container(text(message), text(closing(scene, 0)))]
    nearest = words("The nearest:")
    joined = f"{message}{nearest}" if words.lang == "zh" else f"{message} {nearest}"
    return [container(text(joined), row(*buttons), text(closing(scene, 0)))]


def nearest_card(scene: Scene, typed: str, ids: list[str], view_name: str) -> Layout:
    """An unknown name: what was understood, and the three nearest as buttons."""
    words, records = scene.words, scene.release.catalogue.records
    found = [records[i] for i in ids if i in records]
    typed = echo(typed, 100)
    parts = [
        text(
            words("Nothing is called “{typed}”. The nearest:", typed=typed)
            if found
            else words("Nothing is called “{typed}”.", typed=typed)
        )
    ]
    if found:
        parts.append(
            row(*(button(words.of(r.title), link_to(words, view_name, r.id)) for r in found))
        )
    parts.append(text(closing_line(scene, found)))
    return [container(*parts)]
