"""Questions about how many firms hold a title: in the city, in the country, then and now."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def _counts(release: Release, question: str) -> list[tuple[str, float]]:
    card = answer_question(release, question, TODAY).cards[0]
    return [(line.record.id, float(f.value)) for line in card.lines for f in line.figures]


@pytest.mark.parametrize(
    "question",
    ["How many little giants did Shanghai have back in Sept 2021?", "21年9月，上海小巨人几家"],
)
def test_a_month_asks_for_its_own_count(release: Release, question: str) -> None:
    assert _counts(release, question) == [("shanghai-little-giants", 262.0)]


@pytest.mark.parametrize(
    "question",
    ["little giants in Shanghai 2021, 2023, 2025 pls", "上海小巨人21年、23年、25年各多少"],
)
def test_the_newest_count_of_each_year_comes_first(release: Release, question: str) -> None:
    assert [value for _, value in _counts(release, question)[:3]] == [262.0, 700.0, 1026.0]


@pytest.mark.parametrize(
    "question",
    [
        "how many SRDI firms and little giants did we have in july 2023",
        "23年7月专精特新和小巨人分别几家",
    ],
)
def test_each_title_named_gets_its_count(release: Release, question: str) -> None:
    assert set(_counts(release, question)) == {
        ("shanghai-little-giants", 700.0),
        ("shanghai-specialised", 8288.0),
    }


@pytest.mark.parametrize(
    "question",
    [
        "上海現在幾家小巨人，全國又有多少？",
        "小巨人眼下上海多少,全国多少",
        # a month that only one of the two series has
        "how many little giants nationwide in Jan 2026 and how many in Shanghai",
        "newest nr of little giants, Shanghai and whole country",
    ],
)
def test_city_and_country_are_told_apart(release: Release, question: str) -> None:
    found = _counts(release, question)
    assert ("shanghai-little-giants", 1026.0) in found
    assert ("china-little-giants", 17600.0) in found


def test_the_rank_of_the_city_is_said(release: Release) -> None:
    question = "How many little giants has Shanghai and what place in the country is that?"
    card = answer_question(release, question, TODAY).cards[0]
    assert card.figures[0].value == 1026
    assert card.lines[1].text is not None
    assert "third" in card.lines[1].text.en


def test_all_titles_of_a_district(release: Release) -> None:
    question = "How many SRDI firms, little giants and innovative SMEs has Minhang got?"
    assert {value for _, value in _counts(release, question)} == {1604.0, 120.0, 2952.0}


def test_a_year_to_come_asks_for_the_target(release: Release) -> None:
    question = "what number of SRDI companies does shanghai want by 2030"
    assert _counts(release, question)[0] == ("a25-target", 20000.0)


@pytest.mark.parametrize(
    "question",
    [
        "Minhang or Pudong: who had more little giants, and what is the gap?",
        "闵行和浦东谁的小巨人多",
    ],
)
def test_districts_are_compared_by_their_counts(release: Release, question: str) -> None:
    assert set(_counts(release, question)) == {("a25-minhang", 120.0), ("d24-pudong", 250.0)}


@pytest.mark.parametrize("question", ["how many parks in pudong", "浦东有几个园区"])
def test_the_newer_of_two_counts_comes_first(release: Release, question: str) -> None:
    assert _counts(release, question)[0] == ("zn-pudong", 15.0)


@pytest.mark.parametrize(
    ("question", "dollars"),
    [
        ("is the 400 billion loan the same as the guarantee", False),
        ("special loans in US dollars, how much", True),
        ("专项贷款折合多少美元", True),
    ],
)
def test_a_sum_in_dollars_comes_first_only_if_asked(
    release: Release, question: str, dollars: bool
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    units = [f.unit for line in card.lines for f in line.figures]
    assert (units[0] == "USD") is dollars


def test_the_limit_of_the_city_comes_before_a_national_one(release: Release) -> None:
    question = "max guarantee for each company? and whats the fee"
    assert _counts(release, question)[0] == ("a25-guar", 30_000_000.0)


@pytest.mark.parametrize(
    "question",
    [
        "was it 900 or 857 little giants in Shanghai in December 2024",
        "2024年12月上海小巨人有说900有说857，以哪个为准",
    ],
)
def test_of_disputed_counts_the_undisputed_one_comes_first(release: Release, question: str) -> None:
    figures = answer_question(release, question, TODAY).cards[0].figures
    assert [f.value for f in figures][:2] == [857, 900]
    assert "official" in figures[0].name.en


@pytest.mark.parametrize(
    "question",
    ["and in the whole of china, how many?", "那全国是多少家", "how many nationwide now"],
)
def test_a_country_without_a_title_means_both(release: Release, question: str) -> None:
    known = [record for record, _ in _counts(release, question)]
    assert known == ["china-little-giants", "china-specialised"]


@pytest.mark.parametrize(
    "question",
    [
        "what is the total of featured parks in Shanghai these days",
        "number of industrial parks in the city, all in all",
        "全市产业园总共几个",
        "目前上海有多少个特色产业园区",
    ],
)
def test_the_total_of_parks_is_the_newest(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "zn-53"
    assert any(figure.value == 53 for figure in card.figures)
