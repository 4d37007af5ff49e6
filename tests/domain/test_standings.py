"""Which measures go together: only where a source states it, and from both sides."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.loader import read_dataset
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def test_what_one_record_says_the_other_is_known_for_too(release: Release) -> None:
    catalogue = release.catalogue
    (own,) = catalogue.relations_of("aw-jingan")
    (told,) = catalogue.relations_of("aw-central")
    assert own.relation is told.relation
    assert (own.record, own.inverse) == ("aw-central", False)
    assert (told.record, told.inverse) == ("aw-jingan", True)
    assert own.relation.how == "tops-up"


def test_each_statement_has_a_source_of_its_record(release: Release) -> None:
    told = [m for m in release.catalogue.measures.values() if m.goes_with]
    assert told
    for measure in told:
        behind = {*measure.sources, *measure.confirmed_by, *measure.agrees_with}
        assert all(set(r.sources) <= behind for r in measure.goes_with), measure.id


@pytest.mark.parametrize(
    ("question", "record", "says"),
    [
        ("can the Jing'an award be combined with central key support", "aw-jingan", "1:1"),
        ("静安区的奖励能和中央财政重点小巨人支持叠加吗", "aw-jingan", "1:1"),
        ("can the interest subsidy be combined with credit loans", "a25-interest", "credit loans"),
        ("固定资产贷款贴息可以重复享受吗", "fi-national-int", "may not get a second subsidy"),
        ("单项冠军还能同时申报小巨人吗", "lg26-notstack", "no longer recommended"),
        ("can computing vouchers be combined city and district", "ai-compute", "pay together"),
    ],
)
def test_it_answers_where_a_source_states_it(
    release: Release, question: str, record: str, says: str
) -> None:
    found = answer_question(release, question, TODAY)
    assert found.status == "answered"
    assert found.cards[0].record.id == record
    assert any(line.text and says in line.text.en for line in found.cards[0].lines)


@pytest.mark.parametrize(
    "question",
    [
        "Can the Jing'an award be combined with the city award?",
        "静安区专精特新奖励能和市级奖励叠加吗",
        "can I combine Pudong award with Lin-gang award",
        "高成长奖励能与区级奖励叠加吗",
        "can computing vouchers and model vouchers be combined",
        "算力券和模型券能同时享受吗",
    ],
)
def test_elsewhere_it_says_that_nothing_is_stated(release: Release, question: str) -> None:
    found = answer_question(release, question, TODAY)
    assert found.status == "not-stated"
    line = found.cards[0].lines[0]
    record = release.catalogue.records[line.record.id]
    unstated = [s.text for s in record.not_stated if s.about == "stacking"]
    assert line.missing == "stacking" or line.text in unstated


def test_a_statement_that_names_no_record_is_a_fault(files: dict[str, bytes]) -> None:
    wrong = files["awards.yaml"].replace(b"- record: aw-central", b"- record: aw-centrral")
    _, faults = read_dataset({**files, "awards.yaml": wrong})
    (fault,) = faults
    assert fault.record == "aw-jingan"
    assert fault.field == "goes_with.0.record"
