"""What is asked about an application is found by what records say they tell, whatever their ids."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Measure, Text
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


@pytest.mark.parametrize(
    ("question", "record", "says"),
    [
        ("we forgot to refresh our data by 31 May, what now", "m26-update", "misses the update"),
        ("忘记更新企业信息了 5月底已经过了", "m26-update", "misses the update"),
        ("must a title holder file audited accounts each year", "m26-update", "every year"),
        ("小巨人证书几年到期 到期咋办", "keeping-current", "validity of the title"),
        ("科技型中小企业要什么条件", "tech-sme26", "at most 500 staff"),
        ("requirements of a technology-based sme", "tech-sme26", "at most 500 staff"),
        (
            "technology-based sme without a score, the direct ways",
            "tech-sme26",
            "Direct confirmations",
        ),
        ("which score do we need and where can we see it, evaluation", "definitions-current", "50"),
    ],
)
def test_the_first_line_is_what_was_asked(
    release: Release, question: str, record: str, says: str
) -> None:
    first = answer_question(release, question, TODAY).cards[0].lines[0]
    said = first.text or first.figures[0].name
    assert first.record.id.removeprefix(NEW) == record
    assert says in said.en.replace("\n", " ")


def test_no_sentence_begins_in_the_middle() -> None:
    text = Text(
        en="Firms apply; nor may others. It ends; the rest stays.", zh="申报；也不可。结束；其余。"
    )
    assert [t.en for t in split_sentences(text)] == [
        "Firms apply; nor may others.",
        "It ends;",
        "The rest stays.",
    ]


def test_what_decides_is_a_sentence_of_the_summary(dataset: Dataset) -> None:
    for measure in (*dataset.measures, *dataset.awards):
        assert max(measure.decides, default=1) <= len(split_sentences(measure.summary)), measure.id
