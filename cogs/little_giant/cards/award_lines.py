"""One district award as lines: in short, to be compared with others, and in full."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Award, Confidence, Figure
from bot.i18n.translator import Words, mark
from bot.ui.blocks import (
    confidence_line,
    conflict_lines,
    district_names,
    figure_line,
    source_line,
    status_note,
)
from bot.ui.context import Scene
from bot.ui.formats import figure_text, partial_date_text
from bot.ui.pagination import Chapter

COMPARED: Final = ("new-little-giant", "review-little-giant", "new-specialised")
"""Figure ids in the columns of the comparison; the fixed words of the award records."""

_CONFIDENCE: Final[dict[Confidence, str]] = {
    "high": mark("high confidence"),
    "medium": mark("medium confidence"),
    "low": mark("low confidence"),
    "conflicting": mark("sources disagree"),
}
_OLD: Final = 2
"""Years after which a figure is marked as old."""


def district_awards(scene: Scene) -> list[Award]:
    """The awards of districts, in the city's own order of districts, then as recorded."""
    order = list(DISTRICTS)
    found = [a for a in scene.release.catalogue.awards if a.giver == "district" and a.districts]
    return sorted(found, key=lambda a: order.index(a.districts[0]))


def award_row(scene: Scene, award: Award) -> str:
    """One record in a line, to be compared with others: the amounts, and how far they hold."""
    words = scene.words
    dot = " · "
    figures = {figure.id: figure for figure in award.figures}
    amounts = [
        f"**{figure_text(words, figures[i])}**" if i in figures else words("not stated")
        for i in COMPARED
    ]
    if not any(i in figures for i in COMPARED):
        amounts = [words("no amount stated")]
    marks = [_validity(scene, award), words(_CONFIDENCE[award.confidence]), _age(scene, award)]
    dash = "——" if words.lang == "zh" else " — "
    row_text = f"{dot.join(amounts)}{dash}{dot.join(filter(None, marks))}"
    return f"**{_place(scene, award)}**" + ("：" if words.lang == "zh" else ": ") + row_text


def _place(scene: Scene, award: Award) -> str:
    """The district, or, for a further record of it, the district and the record's own name."""
    words = scene.words
    first = next(a for a in district_awards(scene) if award.districts[0] in a.districts)
    place = district_names(words, award.districts)
    return place if award is first else f"{place} · {words.of(award.title)}"


def _validity(scene: Scene, award: Award) -> str:
    words = scene.words
    ended = status_note(scene, award)
    if ended:
        return ended
    if award.validity is None:
        return words("end not stated")
    return words.of(award.validity.note).rstrip(".。")


def _age(scene: Scene, award: Award) -> str:
    if award.as_of is None:
        return ""
    when = partial_date_text(scene.words.lang, award.as_of)
    if _is_old(award.as_of, scene.today):
        return scene.words("old figures, of {date}", date=when)
    return scene.words("figures of {date}", date=when)


def _is_old(as_of: str, today: date) -> bool:
    return as_of[:7] < f"{today.year - _OLD}-{today.month:02}"


def award_chapters(scene: Scene, award: Award) -> Iterator[Chapter]:
    """All that is known of an award: every figure, who, conditions, validity, doubts, sources."""
    words, catalogue = scene.words, scene.release.catalogue
    head = [status_note(scene, award), f"-# {age}" if (age := _age(scene, award)) else None]
    figures = (_with_note(words, figure) for figure in award.figures)
    yield Chapter(words.of(award.title), (*filter(None, head), *figures))
    yield Chapter(words("Who and when"), tuple(_terms(scene, award)))
    said = tuple(conflict_lines(scene, award.conflicts))
    yield Chapter(words("Sources disagree"), said)
    silences = tuple(f"- {words.of(s.text)}" for s in award.not_stated)
    yield Chapter(words("Not stated"), silences)
    listed = (f"{i}. {source_line(words, s)}" for i, s in enumerate(catalogue.cited(award), 1))
    yield Chapter(words("Sources"), tuple(listed))


def _terms(scene: Scene, award: Award) -> Iterator[str]:
    words = scene.words
    if award.who:
        yield words("**Who:** {text}", text=words.of(award.who))
    yield from (words("**Condition:** {text}", text=words.of(c)) for c in award.conditions)
    if award.authority:
        yield words("**Authority:** {text}", text=words.of(award.authority))
    for i, step in enumerate(award.apply, 1):
        yield words("**How to apply, step {number}:** {text}", number=i, text=words.of(step))
    validity = words.of(award.validity.note) if award.validity else words("not stated")
    yield words("**Validity:** {text}", text=validity)
    if award.note:
        yield words("**Note:** {text}", text=words.of(award.note))
    yield f"-# {confidence_line(words, award)}"


def _with_note(words: Words, figure: Figure) -> str:
    shown = figure_line(words, figure)
    return f"{shown}\n  -# {words.of(figure.note)}" if figure.note else shown
