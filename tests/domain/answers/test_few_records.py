"""An operator's data set may have few records: every question still gets an answer, or none."""

import random
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.dataset import Dataset
from bot.domain.data.loader import read_dataset
from bot.domain.data.models import Figure, Record, Tier
from bot.domain.release import build_release
from bot.storage.data_files import read_data_files
from tests.domain.conftest import TODAY
from tests.end_to_end.program import small_data
from tests.questions.scoring import LANGS, read_questions
from tests.small import small_files

SETS = ("fifth", "fourth")


def figures_of(record: Record) -> Iterator[Figure]:
    yield from record.figures
    if isinstance(record, Tier):
        if record.title_validity:
            yield record.title_validity.period
        for criterion in record.criteria:
            yield from criterion.figures
            if criterion.threshold:
                yield criterion.threshold


def ask_everything(dataset: Dataset) -> None:
    """Every record and figure of every answer is one of this data set."""
    release = build_release("2026.09.01.1", dataset, {})
    catalogue = release.catalogue
    records = {**catalogue.records, **catalogue.terms}
    figures = set(chain.from_iterable(map(figures_of, catalogue.records.values())))
    for name in SETS:
        for question in read_questions(name):
            for lang in LANGS:
                answer = answer_question(release, question.text[lang], TODAY)
                shown = [record for card in answer.cards for record in card.shown]
                assert all(records.get(record.id) is record for record in shown), question.id
                assert set(answer.nearest) <= records.keys(), question.id
                lines = [line for card in answer.cards for line in (*card.lines, *card.other_parts)]
                stated = (f for x in lines for f in x.figures[x.role == "own-sum" :])
                assert all(figure in figures for figure in stated)  # a sum is worked out from them


def read(files: Mapping[str, bytes]) -> Dataset:
    dataset, faults = read_dataset(files)
    assert dataset is not None, faults
    return dataset


def test_the_smallest_set_answers_with_its_own_records(tmp_path: Path) -> None:
    ask_everything(read(read_data_files(small_data(tmp_path / "set")).yaml))


def test_measures_without_rules_of_titles_answer_with_their_own_records() -> None:
    ask_everything(read(small_files(5)))


@pytest.mark.parametrize("share", [0.5, 0.05])
def test_the_real_set_with_records_missing_answers_with_those_left(
    dataset: Dataset, share: float
) -> None:
    dice = random.Random(5)
    kept: dict[str, Any] = {
        kind: tuple(record for record in getattr(dataset, kind) if dice.random() < share)
        for kind in ("measures", "awards", "zones", "statistics")
    }
    ask_everything(dataset.model_copy(update=kept))
