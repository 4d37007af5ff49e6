"""What a card says of a measure that is near its end, over or presumably over."""

from datetime import date
from typing import Any

import pytest

from bot.domain.data.models import Measure
from bot.i18n.translator import Lang, read_translators
from bot.ui.blocks import status_note
from bot.ui.context import RenderContext
from tests.small import measure, small_release

NOTE = {"en": "One year.", "zh": "为期一年。"}
END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "assumed", "lang", "said"),
    [
        (date(2026, 10, 31), False, "en", None),
        (date(2026, 11, 26), False, "en", "**Ends** on 31 December 2026, in 35 days"),
        (date(2026, 12, 30), False, "en", "**Ends** on 31 December 2026, in 1 day"),
        (date(2026, 11, 26), False, "zh", "**2026年12月31日到期**，还有35天"),
        (date(2027, 1, 1), False, "en", "**Ended** on 31 December 2026"),
        (
            date(2027, 1, 1),
            True,
            "en",
            "**Presumably ended** by 31 December 2026; no later round was found",
        ),
        (date(2027, 1, 1), True, "zh", "**应已于2026年12月31日结束**，未见后续批次"),
    ],
)
def test_the_end_of_a_measure(today: date, assumed: bool, lang: Lang, said: str | None) -> None:
    validity = {"note": NOTE, "ends": END, "assumed": assumed}
    record: dict[str, Any] = measure(1) | {"validity": validity}
    context = RenderContext(small_release("2026.11.26.1"), read_translators()[lang], today)
    assert status_note(context, Measure.model_validate(record)) == said
