"""The rule that decides confidence, and the check that refuses more than it allows."""

from typing import Any

import pytest
import yaml

from bot.domain.data.confidence import highest_confidence
from bot.domain.data.loader import read_dataset
from bot.domain.data.models import Source
from tests.small import PACKAGE, SOURCE, measure


def source(written: str) -> Source:
    """`B`, `C+document`, `B=paper` (of that origin), `A-unnamed`, `A-unopened`, `A-copy`."""
    grade, _, rest = written.partition("=")
    own: dict[str, Any] = {"id": written.lower().replace("+", "-").replace("=", "-")}
    own["grade"] = grade[0]
    own["origin"] = rest or None
    own["document"] = "Notice No. 1 of the Commission" if "+document" in grade else None
    own |= {"named": "-unnamed" not in grade, "opened": "-unopened" not in grade}
    return Source.model_validate(SOURCE | own | {"independent": "-copy" not in grade})


@pytest.mark.parametrize(
    ("sources", "marks", "allowed"),
    [
        ("A", "", "high"),
        ("A D D", "", "high"),
        ("B B2", "", "high"),
        ("B=briefing B2=briefing", "", "medium"),
        ("B=briefing B2=b", "", "high"),
        ("B", "", "medium"),
        ("B C D", "", "medium"),
        ("C+document", "", "medium"),
        ("C", "", "low"),
        ("C C2", "", "medium"),
        ("C=text C2=text", "", "low"),
        ("C C2=c", "", "low"),
        ("C=text C2+document=text", "", "medium"),
        ("D", "", "low"),
        ("D D2 D3 D4", "", "low"),
        ("D+document", "", "low"),
        ("C D", "", "low"),
        ("X", "", "low"),
        ("A-unnamed", "", "low"),
        ("A-unopened", "", "low"),
        ("A-copy", "", "low"),
        ("B A-unopened", "", "medium"),
        ("B B2-unnamed", "", "medium"),
        ("A", "unconfirmed", "medium"),
        ("A", "text_unseen", "medium"),
        ("B B2", "text_unseen", "medium"),
        ("C", "text_unseen", "low"),
        ("", "", "low"),
    ],
)
def test_what_the_sources_allow(sources: str, marks: str, allowed: str) -> None:
    found = highest_confidence(map(source, sources.split()), capped=bool(marks))
    assert found == allowed


def faults(grade: str = "C", **changed: Any) -> list[str]:
    """What is wrong with a measure of one figure, which rests on one source of that grade."""
    rows: dict[str, list[dict[str, Any]]] = {
        "sources": [SOURCE, SOURCE | {"id": "paper", "grade": grade}],
        "packages": [PACKAGE],
        "measures": [measure(1) | {"sources": ["paper"]} | changed],
    }
    files = {f"{kind}.yaml": yaml.safe_dump({kind: found}).encode() for kind, found in rows.items()}
    return [f"{f.file}: {f.record}: {f.field}: {f.message}" for f in read_dataset(files)[1]]


def figures(*own: dict[str, Any]) -> list[dict[str, Any]]:
    """Figures with these fields."""
    return [measure(1)["figures"][0] | {"id": f"f-{i}"} | each for i, each in enumerate(own)]


FROM_PAPER = {"sources": ["paper"]}


def test_a_figure_without_a_mark_shows_its_records_confidence() -> None:
    assert faults(figures=figures(FROM_PAPER)) == [
        "measures.yaml: m-1: confidence: high is more than the sources of f-0 allow; at most low"
    ]
    assert faults(figures=figures(FROM_PAPER), confidence="low") == []


def test_a_figure_with_a_mark_of_its_own_is_judged_by_itself() -> None:
    low = FROM_PAPER | {"confidence": "low"}
    assert faults(figures=figures({}, low)) == []
    assert faults(figures=figures({}, low | {"confidence": "medium"})) == [
        (
            "measures.yaml: m-1: figures.1.confidence: "
            "medium is more than the sources of f-1 allow; at most low"
        )
    ]


def test_the_first_figure_of_a_measure_that_is_money_is_what_it_is_about() -> None:
    low = figures(FROM_PAPER | {"confidence": "low"})
    assert len(faults(figures=low)) == 1
    assert faults("A", figures=low, kind=None, topic="service") == []


def test_without_figures_the_records_own_sources_count() -> None:
    assert faults("B", figures=[]) == [
        "measures.yaml: m-1: confidence: high is more than the sources of m-1 allow; at most medium"
    ]
    assert faults("B", figures=[], confirmed_by=["seed"]) == []


def test_conflicting_needs_a_conflict() -> None:
    says = {"en": "200,000 yuan.", "zh": "20万元。"}
    assert faults(confidence="conflicting") == [
        (
            "measures.yaml: m-1: confidence: "
            "conflicting, but no conflict is named; name it under conflicts"
        )
    ]
    conflicts = [{"source": "paper", "says": says}]
    assert faults(confidence="conflicting", conflicts=conflicts) == []
