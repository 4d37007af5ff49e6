"""Names that nothing is called by: what was understood, and the three nearest as buttons."""

from bot.domain.places import DISTRICTS
from bot.surface.cards.blocks import closing
from bot.surface.echo import echo
from bot.surface.layout import Layout, button, container, row, text
from bot.surface.options import district_label, industry_label
from bot.surface.views import Scene, link_to


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
