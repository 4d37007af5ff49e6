"""Short everyday questions about money and places, with hardly any name of a record."""

import pytest

from bot.domain.data.models import Zone
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card

_VOUCHERS = {"ai-compute", "ai-model", "ai-corpus"}
_GUARANTEES = {"a25-guar", "d24-guar", "pig26"}


@pytest.mark.parametrize(
    ("question", "exists", "records"),
    [
        ("are there vouchers for cloud or AI", "there-is", _VOUCHERS),
        ("小企业有券吗", "there-is", _VOUCHERS),
        ("how much are the AI vouchers", None, _VOUCHERS),
        ("AI券有多少钱", None, _VOUCHERS),
        ("how big are AI vouchers for tiny firms", None, _VOUCHERS),
        ("are there guarantees for startups", None, _GUARANTEES),
        ("初创企业有担保吗", None, _GUARANTEES),
    ],
)
def test_the_offers_of_a_kind_each_with_whom_it_is_for(
    release: Release, question: str, exists: str | None, records: set[str]
) -> None:
    card = first_card(release, question)
    assert (card.kind, card.exists) == ("records", exists)
    assert {record.id for record in card.records} == records
    assert any(line.role == "who" for line in card.lines)
    assert all(figure.scope != "total" for figure in card.figures)


@pytest.mark.parametrize("question", ["are there cheap loans", "有没有便宜的贷款"])
def test_no_yes_where_a_word_asks_for_more(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert (card.kind, card.exists) == ("records", None)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("can my company get vouchers", "ai-model"),
        ("微型企业能拿券吗", "ai-model"),
        ("can a small firm get a guarantee", "pig26"),
        ("小公司能申请担保吗", "pig26"),
        ("are there loans in Pudong", "fi-renew"),
        ("浦东有贷款吗", "fi-renew"),
        ("are there subsidies in Minhang", "mh-factory"),
    ],
)
def test_the_offers_that_a_firm_or_a_district_may_get(
    release: Release, question: str, first: str
) -> None:
    card = first_card(release, question)
    assert (card.kind, card.exists) == ("records", None)
    assert card.records[0].id == first


@pytest.mark.parametrize("question", ["how much is the computing voucher", "算力券多少钱"])
def test_one_offer_that_is_named_is_no_list(release: Release, question: str) -> None:
    assert first_card(release, question).kind is None


@pytest.mark.parametrize(
    ("question", "industry"),
    [
        ("best district for chip startups", "chips"),
        ("best district for AI companies", "ai"),
        ("which district is best for biotech", "biomedicine"),
        ("robot company which district", "robots"),
        ("做芯片去哪个区好", "chips"),
    ],
)
def test_the_best_district_for_a_trade_is_where_its_parks_are(
    release: Release, question: str, industry: str
) -> None:
    card = first_card(release, question)
    assert card.kind == "zones"
    zones = [record for record in card.records if isinstance(record, Zone)]
    assert len(zones) == len(card.records) > 2
    assert all(industry in zone.industries for zone in zones)


@pytest.mark.parametrize(
    "question",
    [
        "best district for a little giant",
        "which district is best for little giants",
        "小巨人去哪个区好",
    ],
)
def test_the_best_district_for_a_title_is_told_by_its_award(
    release: Release, question: str
) -> None:
    assert first_card(release, question).kind == "award-districts"


@pytest.mark.parametrize(
    "question", ["the automotive chip cluster belongs to which district", "汽车芯片集群在哪个区"]
)
def test_the_district_of_one_cluster_is_no_search_for_a_place(
    release: Release, question: str
) -> None:
    assert first_card(release, question).record.id == "c-pd-autochip"


@pytest.mark.parametrize(
    ("question", "record", "missing"),
    [
        ("is the 30 million guarantee per year or once", "d24-guar", "frequency"),
        ("3000万担保是一年还是一次", "d24-guar", "frequency"),
        ("is the loan subsidy one-off or annual", "a25-interest", "frequency"),
        ("rent subsidies for startups", "ai-compute", "office-rent"),
        ("office rent subsidy", "ai-compute", "office-rent"),
        ("初创企业有房租补贴吗", "ai-compute", "office-rent"),
        ("办公室租金补贴", "ai-compute", "office-rent"),
    ],
)
def test_what_is_not_stated_stands_first(
    release: Release, question: str, record: str, missing: str
) -> None:
    first = first_card(release, question).lines[0]
    assert (first.record.id, first.missing) == (record, missing)


@pytest.mark.parametrize(
    ("question", "record"),
    [("rent subsidy for GPUs", "ai-compute"), ("factory rent subsidy", "mh-factory")],
)
def test_the_rent_that_a_record_speaks_of_is_told(
    release: Release, question: str, record: str
) -> None:
    first = first_card(release, question).lines[0]
    assert (first.record.id, first.missing) == (record, None)
    assert first.figures


@pytest.mark.parametrize(
    "question", ["what can a 20 person biotech in Zhangjiang get", "张江20人的生物公司能拿什么"]
)
def test_what_needs_nothing_else_comes_first(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.kind == "matches"
    ids = [record.id for record in card.records]
    assert ids.index("d24-guar") < ids.index("basic25")


@pytest.mark.parametrize(
    ("question", "record", "stated"),
    [
        ("do parks give subsidies", "zn-53", False),
        ("哪个园区最便宜", "zn-53", False),
        ("怎么进园区", "zn-60", False),
        ("is there money for going public", "a25-board", False),
        ("is the award paid once or every year", "d24-award", False),
        ("who pays the award, city or district", "d24-award", False),
        ("little giants per district", "shanghai-little-giants", False),
        ("申请要交钱吗", "m26-nofee", True),
    ],
)
def test_everyday_words_find_the_part_of_a_record(
    release: Release, question: str, record: str, *, stated: bool
) -> None:
    card = first_card(release, question)
    assert (card.record.id, not card.is_not_stated) == (record, stated)
