"""Blocks that several cards share: figures, sources, the closing line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Final, TypeVar

from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.ends import ends_soon
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
from bot.i18n.translator import N_, Translator
from bot.ui.components import Layout, card
from bot.ui.context import RenderContext
from bot.ui.evidence import evidence_line, list_evidence, source_label
from bot.ui.formats import date_text, figure_text, partial_date_text

T = TypeVar("T")

TOPICS: dict[Topic, str] = {
    "funding": N_("Funding"),
    "loan": N_("Loan"),
    "guarantee": N_("Guarantee"),
    "subsidy": N_("Subsidy"),
    "award": N_("Award"),
    "zone": N_("Zone"),
    "cluster": N_("Cluster"),
    "eligibility": N_("Eligibility"),
    "service": N_("Service"),
    "capital-market": N_("Capital market"),
    "statistic": N_("Statistic"),
}
FUNDING_KINDS: dict[FundingKind, str] = {
    "loan": N_("Loan"),
    "guarantee": N_("Guarantee"),
    "subsidy": N_("Subsidy"),
    "fund": N_("Fund"),
    "capital-market": N_("Capital market"),
    "award": N_("Award"),
    "voucher": N_("Voucher"),
}
CONFIDENCE: dict[Confidence, str] = {
    "high": N_(
        "Confidence: high (an official page, or two established sources of different origin)"
    ),
    "medium": N_(
        "Confidence: medium (one established source, a copy of an official text, or two copies "
        "of different origin)"
    ),
    "low": N_("Confidence: low (a copy, an agency or an inference; check before relying on it)"),
    "conflicting": N_("Confidence: sources disagree"),
}
USES: dict[Use, str] = {
    "reading": N_("Our inference; no source says so."),
    "unconfirmed": N_("Not confirmed by an official page."),
    "history": N_("Superseded; shown as history."),
    "warning": N_("Unreliable: shown only as a warning."),
}
FIGURE_CONFIDENCE: Final[Mapping[Confidence, str]] = {
    "high": N_("high confidence"),
    "medium": N_("medium confidence"),
    "low": N_("low confidence"),
    "conflicting": N_("sources disagree"),
}
"""Beside a figure whose confidence is not its record's."""
GRADES = {
    "A": N_("official"),
    "B": N_("established media"),
    "C": N_("copy of an official or press text"),
    "D": N_("commercial or unattributed"),
    "X": N_("derivative"),
}


def figure_line(tr: Translator, figure: Figure) -> str:
    """One figure: its name, its value with qualifier, its period and date."""
    return f"- {tr.of(figure.name)}{tr.colon}{figure_value(tr, figure)}"


def figure_value(tr: Translator, figure: Figure) -> str:
    """A figure without its name: its value with qualifier, its period and date."""
    return f"**{figure_text(tr, figure)}**{figure_notes(tr, figure)}"


def figure_notes(tr: Translator, figure: Figure) -> str:
    """Its period or date, unless its name says it, and its confidence, in brackets."""
    facts = tr.comma.join(figure_facts(tr, figure))
    return tr.brackets(facts) if facts else ""


def figure_facts(tr: Translator, figure: Figure) -> Iterator[str]:
    """Its period or date, unless its name says it, and its confidence."""
    dates = [figure.as_of, figure.as_of[:7]] if figure.as_of else []
    when = [partial_date_text(tr.lang, date) for date in dates]
    when = [tr.of(figure.period)] if figure.period else when
    if when and not any(each in tr.of(figure.name) for each in when):
        yield when[0]
    if figure.confidence:
        yield tr(FIGURE_CONFIDENCE[figure.confidence])


def source_line(tr: Translator, source: Source) -> str:
    """A source with its publisher, date and kind; linked only where it may be shown."""
    name = tr.title(source).replace("[", "(").replace("]", ")")
    return tr(
        "{title} — {publisher}, {date} ({grade})",
        title=f"[{name}]({source.url})" if source.url else name,
        publisher=tr.publisher(source),
        date=partial_date_text(tr.lang, source.date) if source.date else tr("undated"),
        grade=tr(GRADES[source.grade]) if source.opened else tr("official text, not opened"),
    )


def short_sources(context: RenderContext, sources: Sequence[Source], limit: int = 2) -> str:
    """The first sources in one line, and how many more there are."""
    tr = context.tr
    if not sources:
        return tr("Source: not named here")
    more = len(sources) - limit
    names = (source_label(tr, source) for source in sources[:limit])
    line = tr("Source: {names}", names=tr.semicolon.join(names))
    return line + tr.many(" and {number} more", " and {number} more", more) if more > 0 else line


def conflict_lines(context: RenderContext, conflicts: Iterable[Conflict]) -> Iterator[str]:
    """Each disagreement: who says otherwise, and what."""
    tr, catalogue = context.tr, context.release.catalogue
    for conflict in conflicts:
        if conflict.source:
            source = catalogue.sources[conflict.source]
            who = tr.publisher(source) if source.named else tr("another source")
        else:
            who = tr.of(catalogue.records[str(conflict.record)].title)
        yield f"- {who}{tr.colon}{tr.of(conflict.says)}"


def confidence_line(tr: Translator, record: Record) -> str:
    """How far the record can be trusted, and any mark that its use demands."""
    line = tr(CONFIDENCE[record.confidence])
    return f"{tr(USES[record.use])}{tr.space}{line}" if record.use in USES else line


def closing_line(context: RenderContext, records: Iterable[Record]) -> str:
    """The small line that ends a reply about data; empty without records.

    For one record, its confidence and a source with its date; for several, the number of sources
    and the newest date.
    """
    found = list(records)
    if not found:
        return ""
    one = len(found) == 1
    return evidence_line(context, found[0]) if one else f"-# {list_evidence(context, found)}"


def closing(context: RenderContext, sources: int) -> str:
    """The small line for a known number of sources; empty without any."""
    if not sources:
        return ""
    return context.tr.many("-# {number} source", "-# {number} sources", sources)


def plain_card(*sentences: str) -> Layout:
    """A card of sentences alone."""
    return card(sentences)


def status_note(context: RenderContext, measure: Measure) -> str | None:
    """A banner for a measure that is superseded, past its end or near it."""
    tr, catalogue = context.tr, context.release.catalogue
    validity = measure.validity
    match catalogue.status(measure, context.today):
        case "superseded":
            successor = measure.superseded_by
            if successor and successor in catalogue.records:
                name = tr.of(catalogue.records[successor].title)
                return tr("**Superseded** by: {name}", name=name)
            return tr("**Superseded**")
        case "ended":
            day = date_text(tr.lang, (validity and validity.ends) or context.today)
            if validity and validity.assumed:
                return tr("**Presumably ended** by {date}; no later round was found", date=day)
            return tr("**Ended** on {date}", date=day)
        case "in-force":
            if not validity or not ends_soon(validity.ends, context.today):
                return None
            day = date_text(tr.lang, validity.ends)
            left = (validity.ends - context.today).days
            return tr.many(
                "**Ends** on {date}, in {number} day",
                "**Ends** on {date}, in {number} days",
                left,
                date=day,
            )


def district_name(tr: Translator, slug: District) -> str:
    """A district's name."""
    return DISTRICTS[slug][tr.lang == "zh"]


def district_names(tr: Translator, slugs: Iterable[str]) -> str:
    """District names in one line."""
    found = set(slugs)
    return tr.list_comma.join(district_name(tr, slug) for slug in DISTRICTS if slug in found)


def page_of(items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """The items of a page (counted from 0, kept within range), its number, how many there are."""
    pages = max(1, ceil(len(items) / size))
    page = min(max(page, 0), pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def fit(parts: Sequence[str], limit: int, tr: Translator) -> str:
    """Parts joined by new lines, as many as fit; says how many were left out."""
    kept: list[str] = []
    used = 0
    for i, part in enumerate(parts):
        rest = len(parts) - i
        note = tr.many("-# … and {number} more", "-# … and {number} more", rest)
        if used + len(part) + 1 + (len(note) + 1 if rest > 1 else 0) > limit:
            kept.append(note)
            break
        kept.append(part)
        used += len(part) + 1
    return "\n".join(kept)
