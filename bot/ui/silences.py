"""What no source states of a record, in one line of short labels."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.models import Attribute, Record
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
    labels = dict.fromkeys(tr(_LABELS[silence.about]) for silence in record.not_stated)
    return tr("**Not stated:** {labels}", labels=tr.list_comma.join(labels))
