"""Faults of data files: every one at once, each with its line."""

from pathlib import Path

from bot.derive import derived, traditional
from bot.domain.dataset import KINDS, Dataset, read_dataset
from tests.domain.conftest import DATA

SOURCE = """\
sources:
  - id: shine
    title: A report
    publisher: SHINE
    language: en
    grade: B
    independent: true
"""


def faults(**files: str) -> list[str]:
    found, wrong = read_dataset({f"{name}.yaml": text.encode() for name, text in files.items()})
    assert (found is None) == bool(wrong)
    return [str(fault) for fault in wrong]


def test_a_good_file_has_none() -> None:
    assert faults(sources=SOURCE) == []


def test_every_fault_is_told_at_once_with_its_line() -> None:
    wrong = (
        SOURCE.replace("grade: B", "grade: E").replace("    language: en\n", "") + "    extra: 1\n"
    )
    told = faults(sources=wrong, other="measures: 3\n")
    assert told == [
        "other.yaml:1: -: measures: expected a list of records",
        "sources.yaml:2: shine: language: is missing; expected a value",
        "sources.yaml:5: shine: grade: expected 'A', 'B', 'C', 'D' or 'X'; found 'E'",
        "sources.yaml:7: shine: extra: unknown field; expected one of the fields in the schema",
    ]


def test_a_key_given_twice_is_a_fault() -> None:
    assert faults(sources=SOURCE + "    grade: A\n") == [
        "sources.yaml:8: shine: grade: given twice; expected once"
    ]


def test_a_number_in_quotes_is_no_number_and_a_bare_word_is_text() -> None:
    wrong = SOURCE.replace("independent: true", "independent: 'true'")
    assert len(faults(sources=wrong)) == 1
    assert faults(sources=SOURCE.replace("A report", "no")) == []


def test_a_character_that_yaml_forbids_is_located() -> None:
    assert faults(sources=SOURCE.replace("A report", "A\x07 report")) == [
        "sources.yaml:3: -: file: character U+0007 is not allowed in YAML; remove it"
    ]


def test_text_that_is_no_utf8_is_located() -> None:
    _, wrong = read_dataset({"a.yaml": SOURCE.encode() + b"    note: \xff\n"})
    assert [f.line for f in wrong] == [8]


def test_broken_yaml_is_located_and_hides_no_other_file() -> None:
    told = faults(a="sources: [", b=SOURCE.replace("grade: B", "grade: E"))
    assert [line.split(":")[0] for line in told] == ["a.yaml", "b.yaml"]


def test_an_id_used_twice_and_a_name_that_leads_nowhere() -> None:
    again = SOURCE.replace("sources:\n", "")
    told = faults(sources=SOURCE + again)
    assert told == ["sources.yaml:8: shine: id: id used twice; first in sources.yaml:2"]


def test_an_empty_folder_is_a_fault() -> None:
    assert faults() == ["data:1: -: files: no record found; expected .yaml files"]


def test_the_data_set_survives_storing(dataset: Dataset) -> None:
    assert Dataset.model_validate_json(dataset.model_dump_json()) == dataset


def test_derived_files_are_up_to_date() -> None:
    stale = [
        path.relative_to(DATA.parent).as_posix()
        for path, content in (derived(DATA) | traditional()).items()
        if not path.exists() or Path(path).read_text("utf-8") != content
    ]
    assert stale == [], "run `make derive`"


def test_every_kind_of_record_has_a_schema_for_editors() -> None:
    assert {path.stem for path in (DATA / "schema").glob("*.json")} == set(KINDS)
