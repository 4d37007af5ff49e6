"""What is asked about an application is found by what records say they tell, whatever their ids."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Measure
from bot.domain.release import Release, build_release
from tests.domain.conftest import TODAY
from tests.domain.edited_data import copy

NEW = "newer-"


def renamed(measure: Measure) -> Measure:
    return copy(measure, id=NEW + measure.id) if measure.procedure else measure


@pytest.fixture(scope="module")
def release(dataset: Dataset) -> Release:
    """The real data set, where each record about a procedure has another id."""
    measures = tuple(map(renamed, dataset.measures))
    ids = {m.id for m in measures}
    questions = tuple(
        copy(q, record=NEW + q.record) if NEW + q.record in ids else q for q in dataset.questions
    )
    return build_release("2027.01.01.1", copy(dataset, measures=measures, questions=questions), {})


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("where do we file for little giant", "ap-lgportal"),
        ("专精特新在哪里填报", "ap-portal"),
        ("who decides on the SRDI title", "ap-roles"),
        ("申请小巨人要交钱吗", "m26-nofee"),
        ("little giant: need a third-party report to prove our market share?", "lg26-light"),
        ("have we missed the little giant round this year?", "lg26-round"),
        ("can a foreign-owned firm become a little giant", "m26-who"),
        ("we are a manufacturing single champion, can we be a little giant", "lg26-notstack"),
    ],
)
def test_a_record_of_another_id_answers(release: Release, question: str, record: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert NEW + record in [r.id for r in answer.cards[0].shown]


def test_what_a_newer_record_supersedes_tells_nothing(release: Release) -> None:
    catalogue = release.catalogue
    old, *_ = catalogue.procedures("little-giant", "where")
    newer = copy(old, id="portal-2027", supersedes=(old.id,))
    measures = catalogue.dataset.measures
    rest = (copy(m, superseded_by=newer.id) if m is old else m for m in measures)
    both = Catalogue("2027.01.01.2", copy(catalogue.dataset, measures=(*rest, newer)))
    assert both.procedures("little-giant", "where") == [newer]
