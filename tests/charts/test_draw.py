"""Pictures of made-up plans: lengths are true, bytes are the same again, nothing is silent."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from PIL import Image

from bot.charts.renderer.bars import scale_of
from bot.charts.renderer.dots import place
from bot.charts.renderer.label_placement import Box, LabelRequest, arrange
from bot.charts.renderer.lettering import width_of, wrap
from bot.charts.renderer.style import SKY, WIDTH
from bot.charts.renderer.worker import draw, lay_out
from bot.charts.specs import (
    CHART_SPEC,
    Bar,
    Bars,
    Course,
    Dot,
    DotGroup,
    Dots,
    Panel,
    Point,
    Series,
    Tick,
)

counts = st.lists(st.integers(1, 10**6), min_size=1, max_size=12)


def bars(*values: float) -> Bars:
    rows = tuple(Bar(label=f"row {i}", value=v, said=f"{v:,}") for i, v in enumerate(values))
    return Bars(title="Bars", panels=(Panel(rows=rows),), foot="the foot")


def dots(*values: float) -> Dots:
    made = tuple(Dot(label="a sum", value=v, said=f"{v:,}") for v in values)
    ticks = tuple(Tick(value=10.0**n, said=f"1e{n}") for n in (4, 8, 12))
    return Dots(
        title="Dots", scale="tens", ticks=ticks, groups=(DotGroup(title="G", dots=made),), foot="f"
    )


@given(counts)
def test_bars_begin_at_zero_and_are_as_long_as_their_values(values: list[int]) -> None:
    card = lay_out(bars(*values))
    drawn = [p for p in card.axes.patches if isinstance(p, Rectangle)]
    drawn = [p for p in drawn if p.get_facecolor() == to_rgba(SKY)]
    assert len({p.get_x() for p in drawn}) == 1
    lengths = [p.get_width() for p in drawn]
    assert lengths == pytest.approx([v * lengths[0] / values[0] for v in values])


def test_what_dots_are_of_does_not_touch_their_labels() -> None:
    group = (
        dots(10**6)
        .groups[0]
        .model_copy(update={"title": "Subsidy: all together", "scope": "all firms together"})
    )
    card = lay_out(dots(10**6).model_copy(update={"groups": (group,)}))
    texts = {text.get_text(): text for text in card.axes.texts}
    begin = texts["a sum"].get_position()[0]
    beside = [text for text in card.axes.texts if "all" in text.get_text()]
    assert beside
    for text in beside:
        end = text.get_position()[0] + width_of(text.get_text(), text.get_fontsize())
        assert end + 12 <= begin, text.get_text()


@given(counts)
def test_every_bar_has_room_for_its_number(values: list[int]) -> None:
    panel = bars(*values).panels[0]
    scale = scale_of(panel, 200)
    assert all(200 + v * scale + width_of(f"{v:,}", 28) < WIDTH for v in values)


@given(st.floats(1e4, 1e11))
def test_ten_times_the_sum_is_one_step_wherever_it_begins(value: float) -> None:
    plan = dots(value)
    step = place(plan, 1e5) - place(plan, 1e4)
    assert place(plan, value * 10) - place(plan, value) == pytest.approx(step)


def test_the_same_plan_gives_the_same_bytes_even_through_json() -> None:
    plan = bars(3, 2, 1)
    again = CHART_SPEC.validate_json(CHART_SPEC.dump_json(plan))
    assert draw(plan) == draw(again)


def test_a_picture_is_a_png_without_words_of_its_own() -> None:
    image = Image.open(io.BytesIO(draw(bars(1))))
    image.load()
    assert (image.format, image.width, image.info) == ("PNG", WIDTH, {})


def test_a_glyph_that_the_face_lacks_is_not_drawn_silently() -> None:
    plan = bars(1).model_copy(update={"title": "ก"})
    with pytest.raises(UserWarning, match="missing from"):
        draw(plan)


@pytest.mark.parametrize(
    "said", ["Little giants of the whole country", "全国专精特新“小巨人”企业（2024年12月）"]
)
def test_wrapped_lines_keep_every_letter_and_the_width(said: str) -> None:
    lines = wrap(said, 28, 200)
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")
    assert all(width_of(line, 28) <= 200 for line in lines)
    assert not any(line[0] in "，。；）”" for line in lines)


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(100, 400)), max_size=10),
    st.integers(20, 200),
)
def test_numbers_that_are_placed_cover_neither_points_nor_each_other(
    points: list[tuple[int, int]], width: int
) -> None:
    wishes = [LabelRequest(x, y, 8, width, 30) for x, y in sorted(points)]
    taken = [Box(x - 8, y - 8, x + 8, 400) for x, y in points]
    room = Box(0, 0, 900, 400)
    found = list(arrange(wishes, taken, room).values())
    boxes = [place.box for place in found]
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in (*boxes[:i], *taken))
    assert not any(p.lead.meets(b) for p in found for b in boxes)
    assert all(b.left >= 0 and b.right <= 900 and b.top >= 0 for b in boxes)


@pytest.mark.parametrize(("points", "bare"), [(2, False), (60, True)])
def test_a_picture_says_where_a_number_found_no_room(points: int, bare: bool) -> None:
    said = [
        Point(when=2020 + n * 5 / points, value=900 + n, said=("1,000",)) for n in range(points)
    ]
    plan = Series(
        title="t",
        foot="f",
        bare="without a number",
        years=(Tick(value=2020, said="2020"), Tick(value=2025, said="2025")),
        rows=((Course(title="c", points=tuple(said), ticks=(Tick(value=0, said="0"),)),),),
    )
    written = [text.get_text() for text in lay_out(plan).axes.texts]
    assert ("without a number" in written) is bare
