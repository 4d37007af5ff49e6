"""Lists of a kind of support: offers to firms, the kind asked for first, totals marked."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import offered, worth_of
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪些贷款可以申请", "loan"),
        ("which loans can I get in Minhang", "loan"),
        ("我们公司能拿到哪些补贴", "subsidy"),
        ("what subsidies are there?", "subsidy"),
    ],
)
def test_offers_of_the_kind_asked_for(release: Release, question: str, kind: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.heading == "records"
    measures = [r for r in card.records if isinstance(r, Measure)]
    assert len(measures) == len(card.records) > 3
    assert measures[0].kind == kind
    assert all(offered(m) for m in measures)
    for line, measure in zip(card.lines, measures, strict=True):
        assert (line.role == "total") == (worth_of(measure)[0] == "total")
