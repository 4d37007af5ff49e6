"""Reads a data set: every fault with its place, and nothing else."""

import operator
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.derive import derived, traditional
from bot.domain.data.dataset import DATA_KINDS, Dataset
from bot.domain.data.loader import read_dataset
from bot.domain.data.serialization import pack, unpack
from tests.domain.conftest import DATA
from tests.domain.yaml_faults import SOURCE, faults
from tests.malformed import spoiled
from tests.small import small_files


def test_a_good_file_has_none() -> None:
    assert faults(sources=SOURCE) == []


def test_every_fault_is_told_at_once_with_its_line() -> None:
    wrong = (
        SOURCE.replace("grade: B", "grade: E").replace("    language: en\n", "") + "    extra: 1\n"
    )
    told = faults(sources=wrong, other="measures: 3\n")
    assert told == [
        "other.yaml:1: -: measures: expected a list of records",
        "sources.yaml:9: shine: extra: unknown field; expected one of the fields in the schema",
        "sources.yaml:2: shine: language: is missing; expected a value",
        "sources.yaml:7: shine: grade: expected 'A', 'B', 'C', 'D' or 'X'; found 'E'",
    ]


@pytest.mark.parametrize("name", ["title_zh", "publisher_zh"])
def test_a_source_needs_its_chinese_names(name: str) -> None:
    without = re.sub(rf"    {name}: .*\n", "", SOURCE)
    assert faults(sources=without) == [
        f"sources.yaml:2: shine: {name}: is missing; expected a value"
    ]


def test_a_key_given_twice_is_a_fault() -> None:
    assert faults(sources=SOURCE + "    grade: A\n") == [
        "sources.yaml:10: shine: grade: duplicate key; expected once"
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
    assert [f.line for f in wrong] == [10]


def test_broken_yaml_is_located_and_hides_no_other_file() -> None:
    told = faults(a="sources: [", b=SOURCE.replace("grade: B", "grade: E"))
    assert [line.split(":")[0] for line in told] == ["a.yaml", "b.yaml"]


@pytest.mark.parametrize(
    "broken", [b"sources: [", b"sources:\n  - \xff", b"source:\n", b"sources: 3\n", b"\x00"]
)
def test_an_unreadable_file_comes_first_and_hides_what_only_follows_from_it(broken: bytes) -> None:
    spoiled_twice = small_files(9)
    spoiled_twice["measures.yaml"] = spoiled_twice["measures.yaml"].replace(b"up to", b"upto", 1)
    _, wrong = read_dataset(spoiled_twice | {"sources.yaml": broken})
    assert [(fault.file, fault.record) for fault in wrong] == [
        ("sources.yaml", "-"),
        ("measures.yaml", "m-1"),
    ]


def test_without_an_unreadable_file_a_name_that_leads_nowhere_is_a_fault() -> None:
    _, wrong = read_dataset(small_files(3) | {"sources.yaml": SOURCE.encode()})
    assert {str(fault.reason) for fault in wrong} == {
        "no such record: 'seed'; expected an id in sources"
    }


def test_a_fault_of_form_hides_no_name_that_leads_nowhere() -> None:
    measures = small_files(3)["measures.yaml"].replace(b"kind: subsidy", b"kind: subsidies", 1)
    _, wrong = read_dataset(
        small_files(3) | {"measures.yaml": measures, "sources.yaml": SOURCE.encode()}
    )
    fields = {fault.field for fault in wrong if fault.record == "m-1"}
    assert fields >= {"kind", "sources.0", "figures.0.sources.0"}


def test_a_fault_is_short_however_long_the_value() -> None:
    long = "x" * 1_000
    wrong = SOURCE.replace("grade: B", f"grade: {long * 300}").replace("id: shine", f"id: {long}")
    told = faults(sources=wrong + f"    {long}: 1\n", other=f"{long}: 1\n")
    assert len(told) == 4
    assert all(len(line) < 400 for line in told)


def test_an_id_used_twice_and_a_name_that_leads_nowhere() -> None:
    again = SOURCE.replace("sources:\n", "")
    told = faults(sources=SOURCE + again)
    assert told == ["sources.yaml:10: shine: id: duplicate id; first used in sources.yaml:2"]


def test_wordings_name_a_record_and_its_parts() -> None:
    statistic = """\
statistics:
  - {id: firms, title: {en: Firms, zh: 企业}, summary: {en: Many., zh: 很多。}, package: none,
     area: shanghai, sources: [shine], confidence: low, figures: [{id: now,
     name: {en: now, zh: 现在}, value: 1, unit: firms, qualifier: exactly, sources: [shine]}]}
"""
    package = """\
packages:
  - {id: none, title: {en: None, zh: 无}, summary: {en: None., zh: 无。}, level: none,
     sources: [shine], confidence: low}
"""
    wordings = """\
questions:
  - {record: firms, en: [how many], parts: {now: {zh: [几家]}, then: {en: [how many then]}}}
  - {record: films, en: [how many films]}
"""
    told = faults(sources=SOURCE, statistics=statistic, packages=package, questions=wordings)
    assert told == [
        (
            "questions.yaml:2: firms: parts.then: firms has no figure, criterion, answer or "
            "not_stated entry with this id"
        ),
        (
            "questions.yaml:3: films: record: no such record: 'films'; expected an id in packages, "
            "measures, awards, zones, tiers or statistics"
        ),
    ]


ZONE = """\
zones:
  - {id: z, title: {en: Zone, zh: 园}, summary: {en: A zone., zh: 园。}, english_name: given,
     kind: park, level: {rank: national, en: national park, zh: 国家级园区},
     batch: {year: 2020, en: '2020', zh: 2020年}, sources: [shine], confidence: medium}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("kind: park", "kind: Cluster", "kind: expected 'park' or 'cluster'; found 'Cluster'"),
        ("kind: park, ", "", "kind: is missing; expected a value"),
        ("rank: national, ", "", "level.rank: is missing; expected a value"),
        ("rank: national", "rank: state", "level.rank: expected 'national', 'city-level', "),
        ("year: 2020", "year: 20", "batch.year: expected "),
        ("year: 2020", "year: 2020, number: 0", "batch.number: expected "),
    ],
)
def test_a_zone_has_a_known_kind_level_and_batch(right: str, wrong: str, told: str) -> None:
    assert faults(sources=SOURCE, zones=ZONE) == []
    [fault] = faults(sources=SOURCE, zones=ZONE.replace(right, wrong))
    assert f": z: {told}" in fault


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
    assert {path.stem for path in (DATA / "schema").glob("*.json")} == set(DATA_KINDS)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("measures: &a [*a]", "aliases (& and *) are not allowed"),
        ("a: !!python/object:os.system {}", "the tag tag:yaml.org,2002:python/object:os.system"),
        ("? [a, b]\n: c", "a list or map as a key"),
        ("a: 1\n---\nb: 2", "second document; expected one per file"),
        ("\n".join("  " * n + "a:" for n in range(30)), "nested too deeply"),
        ("a: " + "[" * 90_000, "not valid YAML: exceeded maximum nesting depth"),
        ("sources:\n  - independent: " + "9" * 5000, "a number with 5000 digits"),
        ("sources:\n  - independent: 1.0e999", "1.0e999 is too large"),
    ],
)
def test_what_yaml_could_do_and_a_data_set_may_not(text: str, fault: str) -> None:
    assert any(fault in told for told in faults(a=text))


@given(st.integers(0, 2**48))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoiled_set_is_located_and_never_an_exception(seed: int) -> None:
    found, wrong = read_dataset(spoiled(seed))
    assert (found is None) == bool(wrong)
    assert all(fault.file and fault.line >= 1 and fault.message for fault in wrong)


def test_packing_keeps_every_record(dataset: Dataset) -> None:
    packed = pack(dataset)
    assert unpack(packed) == dataset
    for broken in (packed[:-5], packed[1:], b"", b"x"):
        with pytest.raises(ValueError, match="not a packed data set"):
            unpack(broken)


def test_a_zone_stored_without_kind_and_rank_is_read(dataset: Dataset) -> None:
    lines = zlib.decompress(pack(dataset))
    before = re.sub(rb'"kind":"(?:park|cluster)",|,"rank":"[^"]+"', b"", lines)
    assert len(before) < len(lines)
    zones = unpack(zlib.compress(before)).zones
    assert [zone.kind for zone in zones] == [zone.kind for zone in dataset.zones]
    assert {zone.level.rank for zone in zones} == {"other"}


def test_unpacking_shares_the_records_that_have_not_changed(dataset: Dataset) -> None:
    first, *others = dataset.zones
    changed = first.model_copy(update={"aliases": ("Another name",)})
    new = dataset.model_copy(update={"zones": (changed, *others)})
    unpacked = unpack(pack(new), dataset)
    assert unpacked == new
    assert unpacked.zones[0] is not first
    assert all(map(operator.is_, unpacked.zones[1:], others))
    assert all(map(operator.is_, unpacked.measures, dataset.measures))
