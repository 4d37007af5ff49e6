"""What the domain costs: each look-up on the full data, and search with many more records.

Times are CPU time of one call in this process, without Discord, with the garbage collector set as
in the bot. The larger sets are the real one, its records copied under other ids, districts and
titles kept: the hardest case, since every word becomes a hundred times as frequent.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

from bot.domain.answers.ask import answer_question
from bot.domain.data.catalogue import select_measures, select_zones
from bot.domain.data.dataset import Dataset
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.loader import read_dataset
from bot.domain.release import Release, build_release
from bot.gc_tuning import IdleCollector
from bot.i18n.translator import read_translators
from bot.storage.data_files import read_data_files
from bot.ui.context import RenderContext
from cogs.ask.cards import answer_card
from cogs.registry import REGISTRY
from tests.benchmarks.table import Row

TODAY = date(2026, 9, 1)
MEDIAN_MS, WORST_MS = 2.0, 5.0
TIMES_AT_HUNDRED = 10.0
QUESTIONS = Path(__file__).parents[1] / "questions" / "own.yaml"
TYPED = ("", "g", "guar", "担保", "danbao", "special loan", "xiaojuren", "浦东", "garantee", "zj")


def rows() -> Iterator[Row]:
    """A row for each look-up, then one for each size of the data."""
    files = read_data_files(Path("data"))
    dataset, faults = read_dataset(files.yaml)
    if dataset is None:
        raise SystemExit(f"the data set has {len(faults)} faults; see check-data")
    release = build_release("2026.09.01.1", dataset, files.readings)
    IdleCollector(lambda: 0.0).begin()
    yield from look_ups(release)
    yield from sizes(dataset, files.readings, release)


def look_ups(release: Release) -> Iterator[Row]:
    """Median and worst of each look-up; layouts are drawn again each time."""
    tr = read_translators()["en"]
    context = RenderContext(release, tr, TODAY)
    asked = questions()
    measures = list(release.catalogue.measures)

    def ask(question: str) -> None:
        answer_card(context, answer_question(release, question, TODAY))

    def drawn(view: str, *args: str) -> None:
        REGISTRY.views[view].draw(context, *args)

    names = release.names
    yield _row("/ask: answer and card", _times(ask, asked), held=True)
    yield _row("autocomplete of measures", _times(names.measures.complete, TYPED * 20), held=True)
    yield _row("autocomplete of zones", _times(names.zones.complete, TYPED * 20), held=True)
    yield _row("/funding show, without the cache", _times(lambda m: drawn("m", m), measures))
    yield _row("/funding overview, without the cache", _times(lambda _: drawn("fo"), range(50)))
    yield _row(
        "/funding list, choosing",
        _times(
            lambda d: select_measures(release.catalogue, TODAY, district=d), list(DISTRICTS) * 5
        ),
    )
    yield _row(
        "/zones list, choosing",
        _times(lambda d: select_zones(release.catalogue, district=d), list(DISTRICTS) * 5),
    )


def sizes(dataset: Dataset, readings: Any, release: Release) -> Iterator[Row]:
    """The cost of search with 10 and 100 times the records, as a ratio in this run."""
    asked = questions()
    base = statistics.fmean(_times(lambda q: answer_question(release, q, TODAY), asked))
    for times in (10, 100):
        larger = build_release("2026.09.01.1", multiplied(dataset, times), readings)
        cost = statistics.fmean(_times(lambda q, r=larger: answer_question(r, q, TODAY), asked))
        most = TIMES_AT_HUNDRED if times == 100 else None
        yield Row(
            f"search with {times} times the records",
            f"{cost:.2f} ms",
            compared=f"{cost / base:.1f} times {base:.2f} ms",
            target=f"at most {most:g} times" if most else "-",
            met=cost / base <= most if most else None,
        )


def multiplied(dataset: Dataset, times: int) -> Dataset:
    """The data set with each measure, award, zone and statistic so many times."""
    document: dict[str, Any] = json.loads(dataset.model_dump_json())
    for kind in ("measures", "awards", "zones", "statistics"):
        document[kind] += [
            {**record, "id": f"{record['id'][:34]}-{n}"}
            for n in range(1, times)
            for record in document[kind]
        ]
    return Dataset.model_validate(document)


def questions() -> list[str]:
    """The texts of the question set."""
    kept = cast("dict[str, list[dict[str, Any]]]", yaml.safe_load(QUESTIONS.read_text("utf-8")))
    return [row["question"] for row in kept["questions"]]


def _times(call: Callable[[Any], object], arguments: Sequence[Any]) -> list[float]:
    """CPU milliseconds of each call, after one round to warm up the library caches."""
    for argument in arguments[:20]:
        call(argument)
    measured: list[float] = []
    for argument in arguments:
        started = time.thread_time_ns()
        call(argument)
        measured.append((time.thread_time_ns() - started) / 1e6)
    return measured


def _row(measured: str, times: list[float], *, held: bool = False) -> Row:
    median, worst = statistics.median(times), max(times)
    return Row(
        measured,
        f"median {median:.2f} ms, worst {worst:.2f} ms",
        target=f"{MEDIAN_MS:g} ms, worst {WORST_MS:g} ms" if held else "-",
        met=median < MEDIAN_MS and worst < WORST_MS if held else None,
    )
