"""Each thing that is asked of a title is answered: several criteria, and the other half."""

import pytest

from bot.domain.answers.answer import AnswerCard
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


def _values(card: AnswerCard) -> list[list[float]]:
    return [[f.value for f in line.figures] for line in card.lines if not line.text]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("compare SRDI and little giant: debt and patents", [[80, 75], [1, 4]]),
        ("专精特新和小巨人的负债率、主营占比各要多少", [[80, 90], [80, 75]]),
        ("SRDI and little giant on R&D and debt, please", [[80, 75], [1e6, 12e6], [3, 3]]),
        ("小巨人和专精特新的营收、研发差多少", [[15e6, 50e6], [1e6, 12e6], [3, 3]]),
        ("little giant against SRDI, growth and debt", [[5], [80, 75]]),
    ],
)
def test_each_criterion_named_stands_side_by_side(
    release: Release, question: str, values: list[list[float]]
) -> None:
    card = first_card(release, question)
    assert card.kind == "pairs"
    assert sorted(_values(card)) == sorted(values)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("does the little giant title ask for R&D staff", ["R&D staff", "50 percent R&D staff"]),
        ("小巨人要不要研发人员比例", ["R&D staff", "50 percent R&D staff"]),
        ("专精特新要求研发人员占比多少", ["R&D staff"]),
        ("can new equity stand in place of revenue for little giant", ["no longer an alternative"]),
        (
            "little giant: how much revenue, and can equity replace it",
            ["at least 50 million", "no longer an alternative"],
        ),
        ("小巨人营收最低多少，股权融资能顶吗", ["at least 50 million", "no longer an alternative"]),
        ("专精特新营收最低多少，股权融资能顶吗", ["15 million yuan last year, or at least 20"]),
    ],
)
def test_what_is_not_required_is_said(release: Release, question: str, says: list[str]) -> None:
    texts = [line.text.en for line in first_card(release, question).lines if line.text]
    assert all(want in text for want, text in zip(says, texts, strict=False))
    assert len(texts) >= len(says)
