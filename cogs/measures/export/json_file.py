"""Measures as JSON for programs: every record with its figures and sources inside."""

import json
from collections.abc import Iterable
from typing import Any, Final

from bot.domain.data.diff import districts_of
from bot.domain.data.models import Award, Figure, Measure, Source, Text
from bot.domain.data.stated_texts import STATED, stated_texts
from bot.domain.search.filters import BrowseItem
from bot.ui.context import RenderContext
from cogs.measures.export.parts import at_odds, figure_sources, plain_number, written

_SOURCE: Final = "id title title_zh publisher publisher_zh date grade opened url".split()
_VALIDITY: Final = {"note", "starts", "ends"}
_FIGURE: Final = (
    "id name value unit qualifier scope text period as_of confidence note sources".split()
)
"""Their fields that are shown."""


def records_as_json(context: RenderContext, records: Iterable[BrowseItem]) -> bytes:
    """Records with their figures and sources inside, and the data version."""
    catalogue = context.release.catalogue
    document = {
        "data_version": catalogue.version,
        "data_date": catalogue.made_on.isoformat(),
        "notice": context.tr("Not legal advice."),
        "records": [_record(context, record) for record in records],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _record(context: RenderContext, record: BrowseItem) -> dict[str, Any]:
    catalogue = context.release.catalogue
    package = catalogue.packages[record.package]
    found: dict[str, Any] = {
        "id": record.id,
        "title": _text(record.title),
        "summary": _text(record.summary),
        "topic": record.topic,
        "package": {"id": package.id, "title": _text(package.title)},
        "districts": list(districts_of(record)),
    }
    if isinstance(record, Measure):
        found |= _measure(context, record)
    else:
        found["area"] = record.area
    return found | {
        "figures": [_figure(context, record, f) for f in record.figures],
        "as_of": record.as_of,
        "confidence": record.confidence,
        "use": record.use,
        "note": _text(record.note),
        "sources_disagree": [at_odds(context, c) for c in record.conflicts],
        "other_scope": [at_odds(context, c) for c in record.other_scope],
        "not_stated": [{"about": s.about, "text": _text(s.text)} for s in record.not_stated],
        "sources": [_source(s) for s in catalogue.cited(record)],
    }


def _measure(context: RenderContext, measure: Measure) -> dict[str, Any]:
    validity = measure.validity
    return {
        "kind": measure.kind,
        "giver": measure.giver if isinstance(measure, Award) else None,
        "status": context.release.catalogue.status(measure, context.today),
        **{field: _stated(measure, field) for field in STATED},
        "validity": validity and validity.model_dump(mode="json", include=_VALIDITY),
        "zones": "all" if measure.zones == "all" else list(measure.zones),
        "goes_with": [
            {
                "record": r.record,
                "how": r.how,
                "text": _text(r.text),
                "sources": [_source(s) for s in context.release.catalogue.named(r.sources)],
            }
            for r in measure.goes_with
        ],
        "supersedes": list(measure.supersedes),
        "superseded_by": measure.superseded_by,
    }


def _stated(measure: Measure, field: str) -> object:
    texts = [_text(text) for text in stated_texts(measure, field)]
    return texts if STATED[field].each else next(iter(texts), None)


def _figure(context: RenderContext, record: BrowseItem, figure: Figure) -> dict[str, Any]:
    found = figure.model_dump() | {
        "value": plain_number(figure),
        "text": _text(written(figure)),
        "confidence": figure.confidence or record.confidence,
        "sources": [_source(s) for s in figure_sources(context, figure)],
    }
    return {name: found[name] for name in _FIGURE}


def _source(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in _SOURCE}


def _text(said: Text | None) -> dict[str, str] | None:
    return {"en": said.en, "zh": said.zh} if said else None
