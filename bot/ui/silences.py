"""What no source states of a record, in one line of short labels."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.models import Attribute, Measure, Record
from bot.i18n.translator import N_, Translator

_LABELS: Final[Mapping[Attribute, str]] = {
    "amount": N_("amount"),
    "count": N_("number"),
    "rate": N_("rate"),
    "who": N_("who gets it"),
    "conditions": N_("conditions"),
    "apply": N_("how to apply"),
    "when": N_("dates"),
    "authority": N_("authority"),
    "names": N_("names"),
    "place": N_("place"),
    "text": N_("full text"),
    "definition": N_("exact meaning"),
    "stacking": N_("combination with other support"),
}


def not_stated_line(tr: Translator, record: Record) -> str:
    """The attributes that no source states, each once; the record's file has the sentences."""
    held = _held(record) if isinstance(record, Measure) else set[Attribute]()
    labels = dict.fromkeys(_label(tr, silence.about, held) for silence in record.not_stated)
    return tr("**Not stated:** {labels}", labels=tr.list_comma.join(labels))


def _label(tr: Translator, about: Attribute, held: set[Attribute]) -> str:
    label = tr(_LABELS[about])
    return tr("{label} (in part)", label=label) if about in held else label


def _held(measure: Measure) -> set[Attribute]:
    """The attributes of which something is stated."""
    scoped = [figure.unit for figure in measure.figures if figure.scope]
    stated: dict[Attribute, object] = {
        "amount": "CNY" in scoped,
        "rate": any(unit.startswith("percent") for unit in scoped),
        "who": measure.who,
        "conditions": measure.conditions,
        "apply": measure.apply,
        "authority": measure.authority,
        "when": measure.validity,
        "stacking": measure.goes_with,
    }
    return {attribute for attribute, value in stated.items() if value}
