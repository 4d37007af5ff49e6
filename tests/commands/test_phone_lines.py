"""What fits a phone: lines, pages, tables, and the way back in custom ids."""

import pytest

from bot.i18n.translator import read_translators
from bot.ui.components import MAX_CUSTOM_ID, button, row, text, walk
from bot.ui.custom_ids import split
from bot.ui.line_width import clipped, lines_of, pages_of, shortened, text_table
from bot.ui.trail import with_trail
from cogs.registry import REGISTRY


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("x" * 45, 1),
        ("x" * 46, 2),
        ("word " * 9, 1),
        ("word " * 10, 2),
        ("浦" * 22, 1),
        ("浦" * 23, 2),
        ("-# " + "x" * 45, 1),
        ("### " + "x" * 45 + "\nbelow", 2),
        ("**" + "x" * 45 + "**", 1),
        ("[" + "x" * 45 + "](https://example.org/" + "y" * 90 + ")", 1),
        ("```\na\nb\n```", 2),
        ("", 1),
        # Whole words go to the next line; a Chinese character breaks anywhere.
        (f"{'x' * 40} {'y' * 10}", 2),
        (f"{'x' * 30} {'y' * 30} {'z' * 30}", 3),
        (f"{'汉' * 20} 5000万元", 2),
        # A mark of confidence stays with its word.
        (f"{'x' * 38} · ● high {'y' * 40}", 3),
        (f"{'x' * 40} · ◐ 可{'信' * 21}", 3),
        ("\\*" * 45, 1),
        # A moment and a command as Discord shows them.
        ("<t:1788224400:F> x", 1),
        (f"<t:1788224400:F> {'x' * 12}", 2),
        (f"<t:1788224400:f> {'x' * 12}", 1),
        (f"</digest create:1234567890123456789> {'x' * 29}", 1),
    ],
)
def test_lines_are_counted_as_a_phone_breaks_them(said: str, lines: int) -> None:
    assert lines_of([said]) == lines


def test_no_line_ends_between_a_mark_and_its_word() -> None:
    assert text("Loans · ◐ medium · ends in 35 days")["content"] == (
        "Loans · ◐\u00a0medium · ends in 35 days"
    )
    assert text("-# ● high · SHINE")["content"] == "-# ● high · SHINE"


@pytest.mark.parametrize(
    ("said", "room", "kept"),
    [
        ("Whole sentence.", 1, "Whole sentence."),
        ("One sentence. " + "Another one is too long for a line. " * 2, 1, "One sentence. …"),
        ("word " * 20, 1, "word " * 8 + "word…"),
        ("**" + "word " * 20 + "**", 1, "**" + "word " * 7 + "word**…"),
        ("汉" * 60, 2, "汉" * 44 + "…"),
    ],
)
def test_what_has_no_room_is_cut_with_a_sign(said: str, room: int, kept: str) -> None:
    assert clipped(said, room) == kept


def test_a_long_entry_is_divided_between_sentences() -> None:
    sentences = [f"Sentence {number} has some words to fill a line." for number in range(8)]
    pages = pages_of([" ".join(sentences)], 3)
    assert all(lines_of(page) <= 3 for page in pages)
    assert " ".join(part for page in pages for part in page) == " ".join(sentences)
    assert shortened(" ".join(sentences), 1) == sentences[0]


def test_a_sentence_longer_than_a_page_is_divided_between_words() -> None:
    said = "Short. " + "word " * 60
    pages = pages_of([said], 3)
    assert all(lines_of(page) <= 3 for page in pages)
    assert "".join(part for page in pages for part in page).split() == said.split()


def test_a_heading_stands_on_the_page_of_what_follows_it() -> None:
    assert pages_of(["one", "two", "**Next**", "- three", "- four"], 3) == [
        ["one", "two"],
        ["**Next**\n- three", "- four"],
    ]
    assert pages_of(["**Alone**"], 3) == [["**Alone**"]]
    long = "A sentence of some length to fill it. " * 3
    assert pages_of(["**Next**", long], 2)[0][0] == "**Next**"


def test_columns_are_aligned_in_both_scripts() -> None:
    table = text_table([("区", "元"), ("浦东", "100万"), ("a", "1")], frozenset((1,)))
    assert table.splitlines()[1:-1] == ["区　 　 元", "浦东 100万", "a        1"]


def test_a_star_in_a_table_takes_a_column() -> None:
    rows = [("a", "SRDI", "giant"), ("b", "≥15*", "≥50"), ("c", "≥3", "≥3")]
    table = text_table(rows, frozenset((1, 2))).splitlines()[1:-1]
    assert table == ["a SRDI giant", "b ≥15*   ≥50", "c   ≥3    ≥3"]


def test_back_leads_to_what_led_here_and_the_way_is_cut_where_it_does_not_fit() -> None:
    tr = read_translators()["en"]
    links = [row(button("Open", "v|m|en|" + "b" * 40), button("Next", "v|fl|en|||1"))]
    layout = with_trail(links, tr, "fl", ("loan", "", "", "0"), ("mb|0||i|||" + "q" * 60,))
    opened, following, back = (
        split(part["custom_id"])
        for label in ("Open", "Next", "Back")
        for part in walk(layout)
        if part.get("label") == label
    )
    assert opened is not None
    assert following is not None
    assert back is not None
    assert opened.trail == ("fl|loan|||0",), "the nearest page only, as the other does not fit"
    assert following.trail == ("mb|0||i|||" + "q" * 60,), "a next page keeps the way"
    assert (back.name, back.args[0], back.args[-1]) == ("mb", "0", "q" * 60)
    assert all(len(p["custom_id"]) <= MAX_CUSTOM_ID for p in walk(layout) if "custom_id" in p)


def test_buttons_of_older_lists_of_funding_still_open_them() -> None:
    for custom_id in ("v|fl|en|loan||0", "v|fl|en|loan||chips|0", "v|st|en|a25-loan|1"):
        assert REGISTRY.custom_id(custom_id) is not None


def test_a_mark_alone_is_no_sentence() -> None:
    line = "? R&D spend in each year: 100,000 yuan, needs at least 1 million yuan in every year"
    assert shortened(line, 1) == ""
    assert shortened(f"{line}. {line}.", 2) == f"{line}."
