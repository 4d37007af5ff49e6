"""The report of a check: a summary for people, JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from bot.domain.data.citations import Citation, CitedFigure
from bot.i18n.translator import Translator
from bot.source_check.check import SourceResult
from bot.source_check.fetcher import CHECK_ORDER
from bot.ui.formats import figure_text

_SHOWN: Final = 8
"""Records or figures of one source in the summary."""


def progress_line(result: SourceResult, done: int, count: int) -> str:
    """One line as soon as a source is checked."""
    return f"[{done}/{count}] {result.citation.source.id}: {result.status} ({result.reason})"


def summary(tr: Translator, cited: Sequence[Citation], results: Sequence[SourceResult]) -> str:
    """What a person has to look at, most urgent first; then the counts."""
    lines = [line for status in CHECK_ORDER[:-1] for line in _section(tr, results, status)]
    counts = Counter(result.status for result in results)
    told = " · ".join(f"{counts[status]} {status}" for status in reversed(CHECK_ORDER))
    pages = "page" if len(results) == 1 else "pages"
    lines.append(f"{len(results)} {pages} checked: {told}")
    if rest := len(cited) - len(results):
        have = "source has" if rest == 1 else "sources have"
        lines.append(f"{rest} {have} no address and cannot be checked.")
    lines.append("Nothing was changed; see data/README.md for what to enter after reading a page.")
    return "\n".join(lines)


def _section(tr: Translator, results: Sequence[SourceResult], status: str) -> Iterator[str]:
    found = [result for result in results if result.status == status]
    if found:
        yield f"{status} ({len(found)})"
    for result in found:
        yield f"  {result.citation.source.id}: {result.reason}"
        yield f"    {result.citation.source.url}"
        yield f"    records: {_some(result.citation.records) or 'none'}"
        if result.missing:
            yield f"    not found: {_some([_named(tr, cited) for cited in result.missing])}"
    if found:
        yield ""


def _named(tr: Translator, cited: CitedFigure) -> str:
    return f"{cited.record}/{cited.figure.id} ({figure_text(tr, cited.figure)})"


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def as_json(cited: Sequence[Citation], results: Sequence[SourceResult], at: datetime) -> str:
    """Every result; `hash` is what a person enters after reading the page."""
    counts = Counter(result.status for result in results)
    document = {
        "checked_at": at.isoformat(timespec="seconds"),
        "counts": {status: counts[status] for status in reversed(CHECK_ORDER)},
        "sources": [_source(result) for result in results],
        "without_url": [c.source.id for c in cited if not c.source.url],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _source(result: SourceResult) -> dict[str, Any]:
    source = result.citation.source
    return {
        "id": source.id,
        "url": source.url,
        "status": result.status,
        "reason": result.reason,
        "date": source.date,
        "read": str(source.read) if source.read else None,
        "hash": result.hash,
        "same_text": result.same_text,
        "records": list(result.citation.records),
        "figures": [
            {
                "record": cited.record,
                "figure": cited.figure.id,
                "value": cited.figure.value,
                "unit": cited.figure.unit,
                "qualifier": cited.figure.qualifier,
                "found": passage is not None,
                "passage": passage,
            }
            for cited, passage in result.passages
        ],
    }
