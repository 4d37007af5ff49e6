"""For a terminal: the answer of /ask as text or JSON, and the difference of two data sets."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.ask import answer_question
from bot.domain.data.diff import Change
from bot.domain.data.models import Record, Source, Term
from bot.i18n.translator import Translator, read_translators
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.escape import plain
from cogs.admin.cards.reload import listing
from cogs.ask.cards import answer_card, body_lines

_NOTHING = "No measure, zone, tier or statistic differs.\n"


def as_text(context: RenderContext, question: str) -> str:
    """The whole card's text without Discord's markup; names instead of buttons."""
    answer = answer_question(context.release, question, context.today)
    layout = answer_card(context, answer, whole=True)
    texts = [c["content"] for c in walk(layout) if c["type"] == 10]
    records = context.release.catalogue.records
    texts += (f"- {context.tr.of(records[i].title)}" for i in answer.nearest if i in records)
    return "\n".join(plain(text) for text in texts)


def difference(changes: Sequence[Change]) -> str:
    """What changed, by record and field, in English."""
    return listing(read_translators()["en"], changes).decode() if changes else _NOTHING


def answer_as_json(context: RenderContext, question: str) -> str:
    """The answer as JSON: question, lang, status, cards and the data version."""
    found = answer_question(context.release, question, context.today)
    document = {
        "question": question,
        "lang": context.tr.lang,
        "status": found.status,
        "cards": [_card(context, card) for card in found.cards],
        "data_version": context.release.catalogue.version,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _card(context: RenderContext, card: AnswerCard) -> dict[str, Any]:
    record, tr = card.record, context.tr
    lines = list(body_lines(context, card, most=9))
    return {
        "record": record.id,
        "title": _title(record, context),
        "text": plain("\n".join(lines[1:])),
        "figures": [
            {
                "name": tr.of(f.name),
                "value": f.value,
                "unit": f.unit,
                "qualifier": f.qualifier,
                "as_of": f.as_of,
            }
            for f in card.figures
        ],
        "sources": [_source(tr, s) for s in context.release.catalogue.named(card.source_ids)],
    }


def _title(record: Record | Term, context: RenderContext) -> str:
    if isinstance(record, Term):
        return record.zh if context.tr.lang == "zh" else record.en
    return context.tr.of(record.title)


def _source(tr: Translator, source: Source) -> dict[str, str | None]:
    return {
        "id": source.id,
        "title": tr.title(source),
        "publisher": tr.publisher(source),
        "date": source.date,
        "url": source.url,
    }
