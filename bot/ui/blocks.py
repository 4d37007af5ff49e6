"""Blocks that several cards share: figures, sources, the closing line, the pager."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import TypeVar

from bot.domain.data.catalogue import source_ids
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import (
    Confidence,
    Conflict,
    Figure,
    FundingKind,
    Measure,
    Record,
    Source,
    Topic,
    Use,
)
from bot.i18n.translator import Words, mark
from bot.ui.components import Component, button, row
from bot.ui.context import Scene, link_to
from bot.ui.formats import date_text, figure_text, partial_date_text

T = TypeVar("T")

TOPICS: dict[Topic, str] = {
    "funding": mark("Funding"),
    "loan": mark("Loan"),
    "guarantee": mark("Guarantee"),
    "subsidy": mark("Subsidy"),
    "award": mark("Award"),
    "zone": mark("Zone"),
    "cluster": mark("Cluster"),
    "eligibility": mark("Eligibility"),
    "service": mark("Service"),
    "capital-market": mark("Capital market"),
    "statistic": mark("Statistic"),
}
KINDS: dict[FundingKind, str] = {
    "loan": mark("Loan"),
    "guarantee": mark("Guarantee"),
    "subsidy": mark("Subsidy"),
    "fund": mark("Fund"),
    "capital-market": mark("Capital market"),
    "award": mark("Award"),
    "voucher": mark("Voucher"),
}
CONFIDENCE: dict[Confidence, str] = {
    "high": mark("Confidence: high (official, or several independent sources agree)"),
    "medium": mark("Confidence: medium (one established source, or a copy of an official text)"),
    "low": mark(
        "Confidence: low (an agency, an advert or an inference; check before relying on it)"
    ),
    "conflicting": mark("Confidence: sources disagree"),
}
_USES: dict[Use, str] = {
    "reading": mark("A possible reading that no source states."),
    "unconfirmed": mark("Not confirmed by an official page."),
    "history": mark("Superseded; shown as history."),
    "warning": mark("Unreliable: shown only as a warning."),
}
GRADES = {
    "A": mark("official"),
    "B": mark("established media"),
    "C": mark("copy of an official or press text"),
    "D": mark("commercial or unattributed"),
    "X": mark("derivative"),
}


def title(words: Words, record: Record, *, level: str = "###") -> str:
    """The heading of a record, with its name in the other language under it."""
    heading = f"{level} {words.of(record.title)}"
    other = words.other(record.title)
    return f"{heading}\n-# {other}" if other != words.of(record.title) else heading


def figure_line(words: Words, figure: Figure) -> str:
    """One figure: its name, its value with qualifier, its period and date."""
    colon = "：" if words.lang == "zh" else ": "
    return f"- {words.of(figure.name)}{colon}{figure_value(words, figure)}"


def figure_value(words: Words, figure: Figure) -> str:
    """A figure without its name: its value with qualifier, its period and date."""
    line = f"**{figure_text(words, figure)}**"
    extra = [words.of(figure.period)] if figure.period else []
    if figure.as_of and not figure.period:
        extra.append(partial_date_text(words.lang, figure.as_of))
    if figure.confidence == "conflicting":
        extra.append(words("sources disagree"))
    if extra:
        line += f" ({', '.join(extra)})" if words.lang == "en" else f"（{'，'.join(extra)}）"
    return line


def source_line(words: Words, source: Source) -> str:
    """A source with its publisher, date and kind; linked only where it may be shown."""
    name = words.title(source).replace("[", "(").replace("]", ")")
    shown = f"[{name}]({source.url})" if source.url else name
    when = partial_date_text(words.lang, source.date) if source.date else words("undated")
    return words(
        "{title} — {publisher}, {date} ({grade})",
        title=shown,
        publisher=words.publisher(source),
        date=when,
        grade=words(GRADES[source.grade]),
    )


def short_sources(scene: Scene, sources: Sequence[Source], limit: int = 2) -> str:
    """The first sources in one line, and how many more there are."""
    words = scene.words
    comma, semicolon = ("，", "；") if words.lang == "zh" else (", ", "; ")
    if not sources:
        return words("Source: a source that is not named here")
    names: list[str] = []
    for source in sources[:limit]:
        name = words.publisher(source).replace("[", "(").replace("]", ")")
        when = partial_date_text(words.lang, source.date) if source.date else ""
        label = f"{name}{comma}{when}" if when else name
        names.append(f"[{label}]({source.url})" if source.url else label)
    more = len(sources) - limit
    line = words("Source: {names}", names=semicolon.join(names))
    return line + words.many(" and {number} more", " and {number} more", more) if more > 0 else line


def conflict_lines(scene: Scene, conflicts: Iterable[Conflict]) -> Iterator[str]:
    """Each disagreement: who says otherwise, and what."""
    words, catalogue = scene.words, scene.release.catalogue
    for conflict in conflicts:
        if conflict.source:
            source = catalogue.sources[conflict.source]
            who = words.publisher(source) if source.named else words("another source")
        else:
            who = words.of(catalogue.records[str(conflict.record)].title)
        yield (
            f"- {who}: {words.of(conflict.says)}"
            if words.lang == "en"
            else f"- {who}：{words.of(conflict.says)}"
        )


def confidence_line(words: Words, record: Record) -> str:
    """How far the record can be trusted, and any mark that its use demands."""
    line = words(CONFIDENCE[record.confidence])
    space = "" if words.lang == "zh" else " "
    return f"{words(_USES[record.use])}{space}{line}" if record.use in _USES else line


def closing_line(scene: Scene, records: Iterable[Record]) -> str:
    """The small line that ends every reply: data version, date, number of sources."""
    ids: set[str] = set()
    for record in records:
        ids.update(source_ids(record))
    return closing(scene, len(ids))


def closing(scene: Scene, sources: int) -> str:
    """The small line for a known number of sources."""
    words, catalogue = scene.words, scene.release.catalogue
    day = date_text(words.lang, catalogue.made_on)
    return words.many(
        "-# Data {version} · {date} · {number} source · not legal advice",
        "-# Data {version} · {date} · {number} sources · not legal advice",
        sources,
        version=catalogue.version,
        date=day,
    )


def status_note(scene: Scene, measure: Measure) -> str | None:
    """A banner for a measure that is superseded or past its stated end."""
    words, catalogue = scene.words, scene.release.catalogue
    match catalogue.status(measure, scene.today):
        case "superseded":
            successor = measure.superseded_by
            if successor and successor in catalogue.records:
                name = words.of(catalogue.records[successor].title)
                return words("**Superseded** by: {name}", name=name)
            return words("**Superseded**")
        case "ended":
            ends = measure.validity.ends if measure.validity else None
            return words("**Ended** on {date}", date=date_text(words.lang, ends or scene.today))
        case "in-force":
            return None


def district_names(words: Words, slugs: Iterable[str]) -> str:
    """District names in one line."""
    index = 1 if words.lang == "zh" else 0
    names = [DISTRICTS[slug][index] for slug in DISTRICTS if slug in set(slugs)]
    return ("、" if words.lang == "zh" else ", ").join(names)


def page_of(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """The items of a page (counted from 0, kept within range), its number, how many there are."""
    pages = max(1, ceil(len(items) / size))
    page = min(max(page, 0), pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def pager(
    words: Words,
    page: int,
    pages: int,
    view: str,
    before: tuple[object, ...],
    after: tuple[object, ...] = (),
) -> Component:
    """Previous and Next; the page stands between `before` and `after` in the view's arguments."""
    return row(
        button(
            words("Previous"), link_to(words, view, *before, page - 1, *after), disabled=page == 0
        ),
        button(
            words("Next"),
            link_to(words, view, *before, page + 1, *after),
            disabled=page >= pages - 1,
        ),
    )


def fit(parts: Sequence[str], limit: int, words: Words) -> str:
    """Parts joined by new lines, as many as fit; says how many were left out."""
    kept: list[str] = []
    used = 0
    for i, part in enumerate(parts):
        rest = len(parts) - i
        note = words.many("-# … and {number} more", "-# … and {number} more", rest)
        if used + len(part) + 1 + (len(note) + 1 if rest > 1 else 0) > limit:
            kept.append(note)
            break
        kept.append(part)
        used += len(part) + 1
    return "\n".join(kept)
