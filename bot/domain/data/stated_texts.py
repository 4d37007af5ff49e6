"""The texts of a measure that sources state, as its model marks them."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.models import Measure, Stated, Text, Validity

STATED: Final[Mapping[str, Stated]] = {
    name: mark
    for name, field in Measure.model_fields.items()
    for mark in field.metadata
    if isinstance(mark, Stated)
}
"""The texts of a measure by field, in the order of its card."""


def stated_texts(measure: Measure, field: str) -> tuple[Text, ...]:
    """The texts of one of these fields; none where no source states it."""
    match getattr(measure, field):
        case Text() as text:
            return (text,)
        case Validity(note=text):
            return (text,)
        case None:
            return ()
        case texts:
            return texts
