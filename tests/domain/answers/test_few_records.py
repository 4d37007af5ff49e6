"""An operator's data set may have few records: every question still gets an answer, or none."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.dataset import Dataset
from bot.domain.data.loader import read_dataset
from bot.domain.release import build_release
from bot.storage.data_files import read_data_files
from tests.domain.conftest import TODAY
from tests.end_to_end.program import small_data
from tests.questions.scoring import LANGS, read_questions
from tests.small import small_files

SETS = ("fifth", "fourth")


def ask_everything(dataset: Dataset) -> None:
    release = build_release("2026.09.01.1", dataset, {})
    for name in SETS:
        for question in read_questions(name):
            for lang in LANGS:
                answer = answer_question(release, question.text[lang], TODAY)
                assert bool(answer.cards) == (answer.status != "no-match")


def read(files: Mapping[str, bytes]) -> Dataset:
    dataset, faults = read_dataset(files)
    assert dataset is not None, faults
    return dataset


def test_the_smallest_set(tmp_path: Path) -> None:
    ask_everything(read(read_data_files(small_data(tmp_path / "set")).yaml))


def test_measures_without_rules_of_titles() -> None:
    ask_everything(read(small_files(5)))


@pytest.mark.parametrize("share", [0.5, 0.05])
def test_the_real_set_with_records_missing(dataset: Dataset, share: float) -> None:
    dice = random.Random(5)
    kept: dict[str, Any] = {
        kind: tuple(record for record in getattr(dataset, kind) if dice.random() < share)
        for kind in ("measures", "awards", "zones", "statistics")
    }
    ask_everything(dataset.model_copy(update=kept))
