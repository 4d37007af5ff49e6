"""The level and the batch of a zone are fields: other English words for them change no answer."""

import pytest

from bot.domain.answers.answer import Answer
from bot.domain.answers.ask import answer_question
from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Text, Zone
from bot.domain.release import Release, build_release
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from cogs.ask.cards import answer_card
from tests.domain.conftest import TODAY
from tests.domain.edited_data import copy

WORDS = {
    "national": "state-recognised",
    "city-level": "municipal",
    "district-level": "of its district",
    "characteristic industrial cluster": "characteristic industry agglomeration",
    "100-billion-yuan industry cluster": "industry of CNY 100bn",
    "pioneering zone": "lead zone",
    "industry base, not a featured park": "production site without the title",
    "place promoted to investors": "site shown to investors",
    "feature-track": "focus",
    "level not": "rank not",
    "planned": "foreseen",
    "first batch": "batch one",
    "second batch": "batch two",
    "third batch": "batch three",
}
"""Words of today's levels and batches, and others that say the same."""


def _reworded(text: Text | None) -> Text | None:
    said = text.en if text else ""
    for old, new in WORDS.items():
        said = said.replace(old, new)
    return text and copy(text, en=said)


@pytest.fixture(scope="module")
def reworded(dataset: Dataset, readings: dict[str, str]) -> Release:
    """The data set with other words for each level and batch, and for what counts a batch."""
    zones = [copy(z, level=_reworded(z.level), batch=_reworded(z.batch)) for z in dataset.zones]
    statistics = [copy(s, title=_reworded(s.title)) for s in dataset.statistics]
    rows = {"zones": tuple(zones), "statistics": tuple(statistics)}
    return build_release("2026.09.01.1", copy(dataset, **rows), readings)


def _told(answer: Answer) -> object:
    """What it says, without the words that were changed."""
    return answer.status, [
        (c.record.id, c.kind, c.exists, c.more, [(x.record.id, x.stated) for x in c.lines])
        for c in answer.cards
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Which city-level parks are there in Pudong?",
        "which district-level parks are there in Jinshan",
        "which clusters are there in Songjiang?",
        "is Life Blue Bay a city-level park",
        "which parks in Pudong were planned in 2020",
        "which parks were in the first batch?",
        "parks of the third batch",
        "which clusters were recognised in 2024",
        "which places were shown to investors in 2024",
        "first batch of 100-billion clusters",
        "上海有哪些国家级中小企业特色产业集群？",
        "上海有哪些国家级和市级集群",
        "浦东有哪些市级特色产业园区？",
        "金山的园区都是市级吗",
        "金山有哪些园区",
        "元宇宙园区有哪些",
        "机器人园区都有哪些",
        "首批特色产业园区有哪些？",
        "第二批特色产业园区有哪些",
        "未来产业先导区有哪些",
        "特色赛道集聚区有哪些",
        "千亿级产业集群有哪些",
    ],
)
def test_other_words_for_levels_and_batches_change_no_answer(
    release: Release, reworded: Release, question: str
) -> None:
    before, after = (answer_question(each, question, TODAY) for each in (release, reworded))
    assert _told(after) == _told(before)
    if not question.isascii():  # the Chinese words are the same
        chinese = dict(read_translators())["zh"]
        cards = ((release, before), (reworded, after))
        drawn = [answer_card(RenderContext(each, chinese, TODAY), said) for each, said in cards]
        assert drawn[0] == drawn[1]


def test_other_words_make_no_cluster_a_park(release: Release, reworded: Release) -> None:
    kinds = [[z.kind for z in each.catalogue.zones.values()] for each in (release, reworded)]
    assert kinds[0] == kinds[1]


def test_a_batch_names_its_year_in_both_languages(dataset: Dataset) -> None:
    for zone in dataset.zones:
        if batch := zone.batch:
            assert str(batch.year) in batch.en, zone.id
            assert str(batch.year) in batch.zh, zone.id


def test_a_level_fits_its_kind(dataset: Dataset) -> None:
    def ranks(kind: str) -> set[str]:
        return {zone.level.rank for zone in dataset.zones if zone.kind == kind}

    assert ranks("cluster") == {"national", "city-level", "100-billion-yuan"}
    assert "100-billion-yuan" not in ranks("park")
    assert all(_is_planned(z) == (z.level.rank == "planned") for z in dataset.zones)


def _is_planned(zone: Zone) -> bool:
    return zone.batch is not None and "规划" in zone.batch.zh
