"""For a terminal: the answer of /ask as plain text or as JSON; what differs in two data sets."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.answers.ask import Card, answer
from bot.domain.data.diff import Change
from bot.domain.data.models import Record, Source, Term
from bot.i18n.translator import Words, read_words
from bot.ui.components import walk
from bot.ui.context import Scene
from bot.ui.markdown_to_text import plain
from cogs.admin.cards.reload import listing
from cogs.ask.cards import answer_card, card_lines

_NOTHING = "No measure, zone, tier or statistic differs.\n"


def as_text(scene: Scene, question: str) -> str:
    """What the cards say, without Discord's markup."""
    layout = answer_card(scene, answer(scene.release, question, scene.today))
    texts = [c["content"] for c in walk(layout) if c["type"] == 10]
    return "\n\n".join(plain(text) for text in texts)


def difference(changes: Sequence[Change]) -> str:
    """What changed, by record and field, in English."""
    return listing(read_words()["en"], changes).decode() if changes else _NOTHING


def as_json(scene: Scene, question: str) -> str:
    """The answer as JSON: question, lang, status, cards and the data version."""
    found = answer(scene.release, question, scene.today)
    document = {
        "question": question,
        "lang": scene.words.lang,
        "status": found.status,
        "cards": [_card(scene, card) for card in found.cards],
        "data_version": scene.release.catalogue.version,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _card(scene: Scene, card: Card) -> dict[str, Any]:
    record, words = card.record, scene.words
    lines = list(card_lines(scene, card))
    return {
        "record": record.id,
        "title": _title(record, scene),
        "text": plain("\n".join(lines[1:])),
        "figures": [
            {
                "name": words.of(f.name),
                "value": f.value,
                "unit": f.unit,
                "qualifier": f.qualifier,
                "as_of": f.as_of,
            }
            for f in card.figures
        ],
        "sources": [_source(words, s) for s in scene.release.catalogue.named(card.source_ids)],
    }


def _title(record: Record | Term, scene: Scene) -> str:
    if isinstance(record, Term):
        return record.zh if scene.words.lang == "zh" else record.en
    return scene.words.of(record.title)


def _source(words: Words, source: Source) -> dict[str, str | None]:
    return {
        "id": source.id,
        "title": words.title(source),
        "publisher": words.publisher(source),
        "date": source.date,
        "url": source.url,
    }
