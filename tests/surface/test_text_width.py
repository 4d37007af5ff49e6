"""How many lines a text takes on a phone."""

import pytest

from bot.ui.text_width import COLUMNS, lines_of


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", 1),
        ("x" * COLUMNS, 1),
        ("x" * (COLUMNS + 1), 2),
        ("one two\nthree", 2),
        # Whole words go to the next line; hanzi break anywhere and count as two.
        (f"{'x' * 40} {'y' * 10}", 2),
        (f"{'x' * 30} {'y' * 30} {'z' * 30}", 3),
        ("汉" * 22, 1),
        ("汉" * 23, 2),
        (f"{'汉' * 20} 5000万元", 2),
        # Markup takes no room.
        (f"### {'x' * COLUMNS}", 1),
        (f"-# **{'x' * COLUMNS}**", 1),
        (f"[{'x' * COLUMNS}](https://example.org/{'y' * 90})", 1),
        ("\\*" * COLUMNS, 1),
        # A moment and a command as Discord shows them.
        ("<t:1788224400:F> x", 1),
        (f"<t:1788224400:F> {'x' * 12}", 2),
        (f"<t:1788224400:f> {'x' * 12}", 1),
        (f"</digest create:1234567890123456789> {'x' * 29}", 1),
    ],
)
def test_lines_are_counted_as_a_phone_wraps_them(content: str, lines: int) -> None:
    assert lines_of(content) == lines
