"""What the exported files share: a figure's sources, its written forms."""

from bot.domain.data.models import Conflict, Figure, Source, Text
from bot.i18n.translator import N_, read_translators
from bot.ui.blocks import conflict_lines
from bot.ui.context import RenderContext
from bot.ui.formats import figure_text

UNNAMED = N_("a source that is not named here")


def figure_sources(context: RenderContext, figure: Figure) -> list[Source]:
    """The sources that print the figure and may be named."""
    sources = context.release.catalogue.sources
    ids = dict.fromkeys([*figure.sources, *figure.confirmed_by])
    return [sources[i] for i in ids if sources[i].named]


def plain_number(figure: Figure) -> float | int:
    """The value without a needless decimal point."""
    return int(figure.value) if float(figure.value).is_integer() else figure.value


def written(figure: Figure) -> Text:
    """The figure as a reader of each language writes it, with qualifier and unit."""
    tr = read_translators()
    return Text(en=figure_text(tr["en"], figure), zh=figure_text(tr["zh"], figure))


def at_odds(context: RenderContext, conflict: Conflict) -> dict[str, str]:
    """Who disagrees and what it says, in both languages."""
    found: dict[str, str] = {}
    for lang, tr in read_translators().items():
        shown = RenderContext(context.release, tr, context.today)
        (line,) = conflict_lines(shown, [conflict])
        found[lang] = line.removeprefix("- ")
    return found
