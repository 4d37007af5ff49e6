"""Questions that compare two things, and second questions about a batch named in the first."""

import pytest

from bot.domain.data.models import Figure
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from cogs.ask.headings import pair_heading
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Does a fresh little giant get more in Huangpu or Jinshan?", {400_000, 600_000}),
        ("宝山和金山新评小巨人的奖金差多少？", {200_000, 600_000}),
        ("首次认定专精特新，黄浦多还是长宁多？", {200_000, 100_000}),
        (
            "Did Shanghai have more SRDI firms in May 2023 or in November 2024, and by how many?",
            {7572, 11466},
        ),
        ("score needed, SRDI vs LG", {50, 60}),
        ("LG main business share b4 April 2026 and after", {70, 90}),
        ("模型券和语料券，哪个补得比例高", {50, 30}),
        ("corpus voucher compared to the model voucher", {50, 30}),
        ("corpus voucher against the model voucher: what share of the contract?", {30, 50}),
        ("Shanghai's little giants in late 2025 compared with November 2024", {857, 1026}),
    ],
)
def test_the_two_figures_of_one_kind_are_compared(
    release: Release, question: str, values: set[float]
) -> None:
    pair = first_card(release, question).pair
    assert pair is not None
    assert {each.value for each in pair} == values


@pytest.mark.parametrize(
    "question",
    [
        "Is a little giant's R&D bar stricter than the SRDI one? amounts please",
        "city cluster call 2023 vs 2024, what changed in the conditions",
        "first vs second batch of featured parks: how many parks each",
        "How many little giants does Minhang have?",
    ],
)
def test_figures_of_other_things_are_not_compared(release: Release, question: str) -> None:
    assert first_card(release, question).pair is None


@pytest.mark.parametrize(
    ("question", "record", "values"),
    [
        ("points for SRDI then and now", "specialised-2022", [(60, 50)]),
        (
            "was the little giant debt ratio raised or lowered in 2026?",
            "little-giant-2022",
            [(70, 75)],
        ),
        ("小巨人的Ⅰ类知识产权要求比以前高了吗", "little-giant-2022", [(2, 4)]),
        ("专精特新主营占比新旧标准", "specialised-2022", []),
    ],
)
def test_the_old_and_the_new_number_stand_side_by_side(
    release: Release, question: str, record: str, values: list[tuple[float, float]]
) -> None:
    card = first_card(release, question)
    pairs = card.kind == "pairs" and [
        tuple(f.value for f in line.figures) for line in card.lines if line.figures
    ]
    assert (pairs or []) == values  # equal numbers: what differs is in the words
    assert card.record.id.partition("-")[0] == record.partition("-")[0]


@pytest.mark.parametrize("question", ["conditions for SRDI in numbers", "小巨人要满足哪些条件"])
def test_all_conditions_of_a_title_are_listed_with_alternatives_together(
    release: Release, question: str
) -> None:
    card = first_card(release, question)
    names = [[figure.name.en for figure in line.figures] for line in card.lines]
    assert card.kind == "requirements"
    assert len(names) > 7
    assert ["debt ratio"] in names
    if card.record.id == "specialised-current":
        assert ["revenue", "new equity from qualified institutional investors"] in names


_LADDER = ["innovative-current", "specialised-current", "little-giant-current"]


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("what are the requirements of each tier", _LADDER),
        ("三个层级各要什么条件", _LADDER),
        ("difference between innovative SME, SRDI and little giant", _LADDER),
        ("创新型中小企业、专精特新、小巨人有什么区别", _LADDER),
        ("innovative SME or SRDI, whats the diff", _LADDER[:2]),
        ("创新型和专精特新差在哪", _LADDER[:2]),
        ("how does an innovative SME differ from a little giant?", _LADDER[::2]),
    ],
)
def test_titles_without_a_common_number_are_told_one_after_the_other(
    release: Release, question: str, titles: list[str]
) -> None:
    card = first_card(release, question)
    assert card.kind == "requirements"
    assert [record.id for record in card.records] == titles
    numbers = [[f.value for f in line.figures] for line in card.lines]
    assert numbers[0] == [60, 1, 1, 1, 5_000_000]  # ways to choose from, the score first
    lower, higher = numbers[1], [n for n in numbers if n == [50_000_000]]
    assert titles != _LADDER or (lower == [15_000_000, 20_000_000] and higher)


def test_numbers_that_two_titles_share_come_last(release: Release) -> None:
    lines = first_card(release, "requirements of innovative SME, SRDI and little giant").lines
    own = [line.figures for line in lines if line.record.id == "little-giant-current"]
    names = [figures[0].name.en for figures in own if figures]
    assert names[-2:] == ["years in the niche market", "R&D share of revenue in each year"]


def _figure(value: float, qualifier: str = "exactly", unit: str = "firms") -> Figure:
    return Figure.model_validate(
        {
            "id": "firms",
            "name": {"en": "firms", "zh": "企业"},
            "value": value,
            "unit": unit,
            "qualifier": qualifier,
            "sources": ["a"],
        }
    )


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (_figure(40), _figure(53), "Different by 13 firms: 40 firms, compared with 53 firms"),
        (_figure(40, "about"), _figure(53, "about"), "About 40 firms, compared with "),
        (_figure(40), _figure(53, "over"), "40 firms, compared with over 53 firms"),
        (_figure(40), _figure(40), "Both: 40 firms"),
    ],
)
def test_a_difference_is_given_of_exact_figures_only(one: Figure, other: Figure, said: str) -> None:
    english = dict(read_translators())["en"]
    assert pair_heading(english, (one, other)).startswith(f"### {said}")


@pytest.mark.parametrize(
    ("question", "records"), [("第三批加了几个园区，可供物业多少平米", ["zn-b3"])]
)
def test_a_batch_is_named_for_all_that_is_asked(
    release: Release, question: str, records: list[str]
) -> None:
    lines = first_card(release, question).lines
    assert list(dict.fromkeys(line.record.id for line in lines)) == records


@pytest.mark.parametrize(
    "question",
    [
        "What changed in the 2026 rules compared with 2022?",
        "new rules vs old rules",
        "新办法和老办法有啥区别",
        "2026新办法跟22年的比变了啥",
        "difference between the 2022 and 2026 rules",
    ],
)
def test_the_rules_of_every_title_are_compared_where_none_is_named(
    release: Release, question: str
) -> None:
    card = first_card(release, question)
    assert card.kind == "pairs"
    values = {tuple(f.value for f in line.figures) for line in card.lines}
    assert {(10_000_000, 15_000_000), (70, 90), (2, 4)} <= values


def test_only_a_comparison_is_headed_as_one(release: Release) -> None:
    assert first_card(release, "上海专精特新和小巨人各有多少家").kind == "parts"
    assert first_card(release, "专精特新和小巨人的营收门槛差多少").kind != "parts"


def test_records_that_a_question_is_equally_like_are_compared(release: Release) -> None:
    card = first_card(release, "ten measures, twenty measures: the same thing?")
    assert {r.id for r in card.records} == {"shanghai-2024-12", "shanghai-2025-04"}


@pytest.mark.parametrize(
    "question",
    [
        "ten measures vs twenty measures - same thing?",
        "is the december 2024 package the same as the april 2025 one",
        "十条和二十条是一回事吗",
        "what sets the dec 2024 package apart from the one of april 2025",
    ],
)
def test_two_packages_stand_side_by_side(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.kind == "difference"
    assert [r.id for r in card.records] == ["shanghai-2025-04", "shanghai-2024-12"]
    held = [line.text.en for line in card.lines if line.text]
    assert "Award for first becoming above-scale" in held[0]
    assert "Award for a new little giant" in held[1]


@pytest.mark.parametrize(
    "question", ["list the ten measures", "20 measures, what do they say on loans"]
)
def test_one_package_is_not_compared(release: Release, question: str) -> None:
    assert first_card(release, question).kind != "difference"
