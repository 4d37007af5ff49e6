"""How faults of a data set are told: what was found, what is expected, in both languages."""

from datetime import date

import pytest

from bot.domain.data.faults import MAX_FAULTS, PYDANTIC_MESSAGES, Fault, fault_message
from bot.domain.data.loader import read_dataset
from bot.i18n.translator import Lang, read_translators
from bot.releases.reader import InvalidDataset
from bot.releases.startup import faults_counted
from bot.ui.context import RenderContext
from cogs.admin.cards.reload import data_faults_card
from tests.domain.yaml_faults import SOURCE, faults
from tests.small import small_files, small_release


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_word_of_pydantics_is_known_in_both_languages(lang: Lang) -> None:
    words = read_translators()[lang]
    for template in PYDANTIC_MESSAGES.values():
        assert (words(template) == template) == (lang == "en"), template


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("publisher: SHINE", "publisher: 3", "expected text; found 3"),
        ("grade: B", "grade: E", "expected 'A', 'B', 'C', 'D' or 'X'; found 'E'"),
        ("independent: true", "independent: 1", "expected true or false; found 1"),
        ("id: shine", "id: A!", "expected text that matches ^[a-z0-9][a-z0-9-]*$; found 'A!'"),
        ("publisher: SHINE", "publisher: ''", "publisher: is empty; expected text"),
        ("publisher: SHINE", "publisher: null", "expected text; found null"),
        ("publisher: SHINE", "publisher: true", "expected text; found true"),
        (
            "publisher: SHINE",
            'publisher: "SH\\u200bINE"',
            "publisher: contains the invisible character U+200B; remove it",
        ),
        (
            "grade: B",
            "grade: B\n    date: March 2025",
            "expected a date such as 2025, 2025-03 or 2025-03-01; found 'March 2025'",
        ),
        ("independent: true", "independent: " + "9" * 41, "a number with 41 digits"),
        ("grade: B", "grade: B\n    colour: red", "unknown field; expected one of the fields"),
    ],
)
def test_a_fault_says_what_is_expected_and_what_was_found(old: str, new: str, message: str) -> None:
    assert old in SOURCE
    [told] = faults(sources=SOURCE.replace(old, new, 1))
    assert message in told


def test_faults_end_somewhere() -> None:
    _, wrong = read_dataset({"a.yaml": b"sources:\n" + b"  - {}\n" * 20_000})
    assert len(wrong) == MAX_FAULTS


def test_a_number_that_is_too_long_is_one_fault() -> None:
    files = small_files(2)
    files["measures.yaml"] = files["measures.yaml"].replace(b"300000", b"3" * 41, 1)
    _, wrong = read_dataset(files)
    assert [fault.message for fault in wrong] == ["a number with 41 digits; expected a shorter one"]


def test_a_field_spelled_wrong_comes_before_what_follows_from_it() -> None:
    files = small_files(2)
    files["measures.yaml"] = files["measures.yaml"].replace(b"package:", b"packege:")
    _, wrong = read_dataset(files)
    assert [(fault.record, fault.field) for fault in wrong] == [
        ("m-1", "packege"),
        ("m-1", "package"),
        ("m-2", "packege"),
        ("m-2", "package"),
    ]


def test_a_name_with_control_characters_is_shown_escaped() -> None:
    _, wrong = read_dataset({"a\n\x1b[31m\u202e.yaml": b"measures: 3\n"})
    assert str(wrong[0]).startswith(r"a\n\x1b[31m\u202e.yaml:1: -: measures: ")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"m-1": "m-1"}, [("m-1", "refers to the record itself; expected another record")]),
        ({"m-1": "m-2", "m-2": "m-3"}, []),
        ({"m-1": "m-3", "m-2": "m-3"}, []),
        (
            {"m-1": "m-2", "m-2": "m-3", "m-3": "m-2"},
            [("m-2", "supersedes itself in a cycle: m-2 → m-3 → m-2")],
        ),
    ],
)
def test_no_record_supersedes_itself(after: dict[str, str], told: list[tuple[str, str]]) -> None:
    files = small_files(3)
    for record, name in after.items():
        old = f"id: {record}\n".encode()
        assert files["measures.yaml"].count(old) == 1
        new = old + f"  superseded_by: {name}\n".encode()
        files["measures.yaml"] = files["measures.yaml"].replace(old, new)
    _, wrong = read_dataset(files)
    assert [(fault.record, fault.message) for fault in wrong] == told
    assert all(fault.field == "superseded_by" for fault in wrong)


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 fault"), (30, "30 faults"), (MAX_FAULTS, "at least 10,000 faults")]
)
def test_the_limit_of_faults_is_not_told_as_their_number(count: int, told: str) -> None:
    assert faults_counted(count) == told
    scene = RenderContext(small_release("2026.09.01.1"), read_translators()["en"], date(2026, 9, 1))
    fault = Fault("a.yaml", 1, "-", "file", fault_message("wrong"))
    card = str(data_faults_card(scene, InvalidDataset((fault,), count, b"")))
    assert f"### Not valid: {told}" in card


FOR = """\
measures:
  - id: m-1
    package: ten
    topic: loan
    title: {en: A loan, zh: 贷款}
    summary: {en: A loan., zh: 贷款。}
    for: %s
    sources: [seed]
    confidence: high
"""


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ("{titles: [specialised], size: [small], sources: [seed]}", None),
        ("{offer: false}", None),
        ("{stated: false}", None),
        ("{titles: [giant], sources: [seed]}", "for.titles.0: expected 'innovative', "),
        ("{industries: [loan], sources: [seed]}", "for.industries.0: 'loan' is not an industry"),
        ("{industries: [tea], sources: [seed]}", "for.industries.0: no such record: 'tea'"),
        ("{titles: [specialised]}", "for: conditions need the sources that state them"),
        ("{titles: [specialised], sources: [shine]}", "for.sources: shine is not among"),
        ("{stated: false, size: [small]}", "for.stated: stated is false, but conditions"),
        ("{offer: false, size: [small]}", "for.offer: offer is false, but conditions"),
        ("{limits: [{fact: staff, op: '<', value: -1}], sources: [seed]}", "for.limits.0.value: "),
    ],
)
def test_conditions_are_checked(conditions: str, told: str | None) -> None:
    files = {name: content.decode() for name, content in small_files(1).items()}
    found = faults(
        sources=files["sources.yaml"],
        others=SOURCE,
        packages=files["packages.yaml"],
        glossary="glossary: [{id: loan, en: loan, zh: 贷款}]",
        measures=FOR % conditions,
    )
    assert len(found) == (told is not None)
    assert all(told is not None and told in fault for fault in found)
