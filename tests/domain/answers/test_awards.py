"""What districts pay: the title and the event named decide which amount is first."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Award
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def _figures(release: Release, question: str) -> list[tuple[str, str]]:
    card = answer_question(release, question, TODAY).cards[0]
    return [(line.record.id, f.id) for line in card.lines for f in line.figures]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("宝山评上市级专精特新有没有奖励", [("aw-baoshan", "new-specialised")]),
        ("金山评上市级专精特新给多少", [("aw-jinshan", "new-specialised")]),
        ("listed as srdi in Jinshan, how much do they pay", [("aw-jinshan", "new-specialised")]),
        (
            "静安小巨人和专精特新各多少",
            [("aw-jingan", "new-little-giant"), ("aw-jingan", "new-specialised")],
        ),
        (
            "Jing'an, srdi and little giant: how much each",
            [("aw-jingan", "new-specialised"), ("aw-jingan", "new-little-giant")],
        ),
        ("带小巨人称号迁到静安，给多少", [("aw-jingan", "move-in-little-giant")]),
        ("小巨人从虹口搬到静安，奖多少", [("aw-jingan", "move-in-little-giant")]),
        (
            "We move from Hongkou to Jing'an as a little giant. What award?",
            [("aw-jingan", "move-in-little-giant")],
        ),
        ("we move to Jing'an as an SRDI firm, how much", [("aw-jingan", "move-in-specialised")]),
        (
            "moving into pudong with a little giant title, any money?",
            [("aw-pudong", "new-little-giant")],
        ),
        ("moved here from Beijing, any money?", [("aw-jingan", "move-in-little-giant")]),
        ("普陀奖励多少，复评呢", [("aw-putuo", "new-little-giant")]),
        ("杨浦上市的小巨人额外给多少", [("aw-yangpu", "listed-little-giant")]),
        (
            "what extra does yangpu pay a listed little giant",
            [("aw-yangpu", "listed-little-giant")],
        ),
        (
            "our giant moved from Suzhou to Jing'an: anything for moving in?",
            [("aw-jingan", "move-in-little-giant")],
        ),
        (
            "chongming: what as innovative sme and then as srdi",
            [("aw-chongming", "new-innovative"), ("aw-chongming", "new-specialised")],
        ),
        (
            "奉贤专精特新给多少，小巨人给多少",
            [("aw-fengxian", "new-specialised"), ("aw-fengxian", "new-little-giant")],
        ),
    ],
)
def test_the_amount_asked_for_comes_first(
    release: Release, question: str, first: list[tuple[str, str]]
) -> None:
    assert _figures(release, question)[: len(first)] == first


@pytest.mark.parametrize(
    "question", ["little giant recognised this summer, how much money", "小巨人能拿多少钱"]
)
def test_how_much_money_is_no_number_of_firms(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert {f.unit for line in card.lines for f in line.figures} == {"CNY"}


def test_a_count_of_a_district_stays_a_count(release: Release) -> None:
    found = _figures(release, "闵行创新型、专精特新、小巨人各多少？")
    assert {record for record, _ in found} == {"a25-minhang"}


def test_an_award_for_new_titles_alone_does_not_state_one_for_moving_in(release: Release) -> None:
    card = answer_question(release, "小巨人迁入崇明奖多少？", TODAY).cards[0]
    assert card.lines[0].is_not_stated


@pytest.mark.parametrize(
    "question", ["小巨人从苏州搬到徐汇有奖吗", "our little giant moved here to xuhui, any bonus?"]
)
def test_an_award_for_an_event_that_is_not_stated_is_said_so(
    release: Release, question: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.is_not_stated) == ("aw-xuhui", True)


@pytest.mark.parametrize(
    "question",
    [
        "is the lin-gang award the same as in pudong",
        "临港和浦东的奖励一样吗",
        "pudong vs minhang, who gives more",
        "jiading or huangpu: who pays more?",
        "嘉定和闵行哪个给得多",
    ],
)
def test_more_money_is_asked_of_awards_without_a_title(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].kind == "award-districts"


@pytest.mark.parametrize(
    "question",
    ["where is a new little giant worth half a million? which districts", "哪些区给新小巨人50万"],
)
def test_the_districts_that_pay_a_sum_are_listed(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "award-districts"
    assert {f.value for f in card.figures} == {500_000}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("top paying district for srdi", "aw-lingang"),
        ("which district is the stingiest, who pays the least for little giants", "aw-yangpu"),
        ("where is a little giant paid the most", "aw-lingang"),
        ("对小巨人最大方的是哪个区", "aw-lingang"),
        ("专精特新奖得最多的是哪个区", "aw-lingang"),
    ],
)
def test_a_superlative_asks_all_districts(release: Release, question: str, first: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.kind, card.record.id) == ("award-districts", first)
    awards = [line.record for line in card.lines if isinstance(line.record, Award)]
    ended = [release.catalogue.status(award, TODAY) != "in-force" for award in awards]
    assert ended == sorted(ended)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("is jiading more generous than yangpu to little giants?", {"aw-jiading", "aw-yangpu"}),
        ("崇明是不是比杨浦给得多", {"aw-chongming", "aw-yangpu"}),
        ("minhang or putuo, higher award?", {"aw-minhang", "aw-putuo"}),
    ],
)
def test_two_districts_are_compared_by_what_they_pay(
    release: Release, question: str, places: set[str]
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "award-districts"
    assert {r.id for r in card.records} == places


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("payout for city srdi firms in qingpu", ("aw-qingpu", "new-specialised")),
        (
            "chongming, we made the national list: what do they pay",
            ("aw-chongming", "new-little-giant"),
        ),
        ("嘉定拿到国家级称号发多少", ("aw-jiading", "new-little-giant")),
        (
            "does jing'an pay for an srdi firm that relocates there?",
            ("aw-jingan", "move-in-specialised"),
        ),
        ("静安对搬来的小巨人有没有钱", ("aw-jingan", "move-in-little-giant")),
    ],
)
def test_the_tier_and_the_event_said_in_other_words(
    release: Release, question: str, first: tuple[str, str]
) -> None:
    assert _figures(release, question)[0] == first


@pytest.mark.parametrize(
    "question",
    [
        "what is the least that districts must pay for the city title",
        "what is the award floor for a little giant",
        "各区起码要给小巨人多少",
        "区级奖励最低标准是多少",
    ],
)
def test_the_least_that_districts_pay_is_their_floor(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == "award-pattern"


@pytest.mark.parametrize(
    "question",
    ["our client has not paid, where can we go", "we grew 30% as a little giant, any bonus?"],
)
def test_what_districts_pay_is_no_answer_to_another_question(
    release: Release, question: str
) -> None:
    assert answer_question(release, question, TODAY).cards[0].kind != "award-districts"


@pytest.mark.parametrize(
    "question",
    [
        "lingang litle giant reward till when",
        "Until when does Lin-gang pay little giants?",
        "临港小巨人奖励到什么时候",
    ],
)
def test_until_when_comes_before_the_amounts(release: Release, question: str) -> None:
    first = answer_question(release, question, TODAY).cards[0].lines[0]
    assert first.text
    assert "2028" in first.text.en


@pytest.mark.parametrize(
    "question", ["until when do the Yangpu awards run", "杨浦专精特新奖励什么时候到期"]
)
def test_an_end_of_one_amount_is_told_as_its_own(release: Release, question: str) -> None:
    award = release.catalogue.measures["aw-yangpu"]
    assert award.validity
    assert award.validity.ends is None
    first, second = answer_question(release, question, TODAY).cards[0].lines[:2]
    assert first.text == award.validity.note
    assert [f.id for f in second.figures if f.ends] == ["new-specialised"]


@pytest.mark.parametrize(
    "question",
    ["各区和市级奖励能不能叠加", "can district and city awards be combined in each district"],
)
def test_whether_awards_add_up_is_no_question_for_amounts(release: Release, question: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert (answer.status, answer.cards[0].kind) == ("not-stated", None)
