"""/little-giant check: the answer first, what it counts, and numbers that are in doubt."""

import pytest

from bot.ui.line_width import LINES, lines_of
from tests.surface.city import City, buttons, parts_of, press, texts
from tests.surface.test_check import all_texts, begun, fields, more, opened


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"revenue": "4500"}, "Revenue last year `4500`: did you mean 45 million yuan? Add 万"),
        ({"rd": "800"}, "R&D spend last year `800`: did you mean 8 million yuan? Add 万 or yuan"),
        ({"rights": "2.5"}, "main product `2.5` (must be a whole number)"),
        (
            {"revenue": "60m", "rd": "950m"},
            "R&D spend last year is 950 million yuan, more than the revenue, 60 million yuan",
        ),
    ],
)
async def test_a_number_that_does_not_fit_is_asked_about_and_kept(
    city: City, values: dict[str, str], said: str
):
    reply = await begun(city, city.alice, {"title": "specialised", **values})
    assert said in texts(reply)
    assert "4,500 yuan" not in texts(reply)
    menu = next(p for p in parts_of(reply) if p["type"] == 3)
    form = await city.alice.select(
        reply, [menu["options"][0]["value"]], custom_id=menu["custom_id"]
    )
    assert {key: fields(form)[key] for key in values} == values


@pytest.mark.parametrize("typed", ["4500元", "4,500 yuan", "4500万", "0", "45000000", "10000"])
async def test_a_sum_with_its_unit_is_not_doubted(city: City, typed: str):
    reply = await begun(city, city.alice, {"title": "specialised", "revenue": typed})
    assert "did you mean" not in texts(reply)
    assert "Correct" not in buttons(reply)


async def test_all_answers_that_could_not_be_read_are_named(city: City):
    typed = {"revenue": "lots", "rd": "5-6", "rights": "many"}
    reply = await begun(city, city.alice, typed)
    shown = texts(reply)
    for name in ("Revenue last year `lots`", "R&D spend last year `5-6`", "product `many`"):
        assert name in shown
    assert lines_of([shown]) <= LINES
    form = await opened(city.alice, reply, "Correct")
    assert {key: fields(form)[key] for key in typed} == typed


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            {"revenue": "50m", "rd": "8m"},
            {},
            "16% last year; needs at least 3% in each year; the year before is missing",
        ),
        (
            {"revenue": "50m"},
            {"revenue1": "40m", "rd1": "8m"},
            "20% the year before; needs at least 3% in each year; last year is missing",
        ),
        (
            {"revenue": "50m", "rd": "8m"},
            {"revenue1": "40m", "rd1": "4m"},
            "R&D share of revenue in each year: 10%; needs at least 3%",
        ),
    ],
)
async def test_a_share_of_one_year_says_which_year_is_missing(
    city: City, first: dict[str, str], second: dict[str, str], said: str
):
    reply = await begun(city, city.alice, {"title": "specialised", **first})
    if second:
        reply = await more(city, city.alice, reply, second)
    assert said in await all_texts(city, await press(city.alice, reply, "All 17"))
