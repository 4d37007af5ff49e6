"""Questions about rounds and batches: what is closed is no open route."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("can firms still get in for the little giant title this year", False),
        ("may we file for little giant this year?", False),
        ("小巨人今年还能申请吗", False),
        ("did we miss the little giant round of this year", None),
        ("是不是错过今年的小巨人了", None),
        ("what was the filing period for the 2026 little giants", None),
        ("eighth batch, from which day to which day could one file, deadline?", None),
        ("第八批小巨人几月几号到几月几号填报", None),
    ],
)
def test_a_round_that_is_closed(release: Release, question: str, met: bool | None) -> None:
    card = first_card(release, question)
    assert (card.record.id, card.lines[0].met) == ("lg26-round", met)
    assert any("25 May 2026" in line.text.en for line in card.lines if line.text)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("deadline for the next shanghai srdi batch", "batches after the first of 2026"),
        ("上海专精特新下一批几月报", "batches after the first of 2026"),
        ("错过了小巨人 明年啥时候能报", "next round of little giants"),
        ("普陀专精特新第四批几号截止", "fourth batch of 2025 in the districts other than"),
        ("closing date of the fourth srdi batch in Baoshan", "in the districts other than"),
    ],
)
def test_a_date_that_no_source_states(release: Release, question: str, says: str) -> None:
    first = first_card(release, question).lines[0]
    assert first.is_not_stated
    assert first.text
    assert says in first.text.en.replace("\n", " ")


@pytest.mark.parametrize(
    "question",
    [
        "tax evasion three years ago, may we apply now",
        "we evaded tax in the past. can we still apply for srdi",
        "两年前偷税被罚过 现在可以申报专精特新吗",
    ],
)
def test_a_former_rule_decides_nothing_today(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.record.id != "ap-basic"
    assert all(line.met is None for line in card.lines)


@pytest.mark.parametrize(
    ("question", "role", "met"),
    [
        ("cut-off date for the little giants of 2026?", "closed", None),
        ("when did the eighth batch close", "closed", None),
        ("小巨人的截止日是哪天", "closed", None),
        ("is it possible to still file for little giant", "closed", False),
        ("现在还能报小巨人吗", "closed", False),
        ("when does the next little giant batch open", None, None),
        ("is srdi open for applications now", None, None),
    ],
)
def test_a_closed_round_is_told_by_its_last_day(
    release: Release, question: str, role: str | None, met: bool | None
) -> None:
    first = first_card(release, question).lines[0]
    assert (first.role, first.met) == (role, met)


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("今年第四批几月几号截止", "Fourth batch of 2025"),
        ("fourth batch this year, closing date?", "Fourth batch of 2025"),
        ("2026年第四批在杨浦几号截止", "Fourth batch of 2025"),
        ("closing date of the third batch this year", "first batch of 2026"),
        ("明年第二批哪天开始申报", "first batch of 2026"),
    ],
)
def test_the_batch_of_another_year_is_not_the_one_asked_for(
    release: Release, question: str, beside: str
) -> None:
    first, second = first_card(release, question).lines[:2]
    assert first.is_not_stated
    assert second.text
    assert beside in second.text.en


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("去年第四批几号截止", "ap-deadline25"),
        ("今年第一批几号截止", "ap-2026"),
        ("今年第八批小巨人几号截止", "lg26-round"),
        ("when was the fourth batch of 2025 closed in Yangpu", "ap-deadline25"),
    ],
)
def test_a_batch_that_is_known_is_told(release: Release, question: str, record: str) -> None:
    assert first_card(release, question).record.id == record


@pytest.mark.parametrize("question", ["今年第一批几号截止", "deadline of the first batch of 2026"])
def test_the_deadline_of_one_district_is_not_told_as_that_of_the_city(
    release: Release, question: str
) -> None:
    first = first_card(release, question).lines[0]
    assert first.role != "closed"
    assert first.text
    assert "6 March 2026 in one district" in first.text.en
