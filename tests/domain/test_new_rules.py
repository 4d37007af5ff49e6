"""Rules that an operator changes in the data alone: the check evaluates what they state."""

import random
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.answers.answer import Answer
from bot.domain.answers.ask import answer_question
from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Tier
from bot.domain.eligibility.check import Verdict
from bot.domain.eligibility.firm import FORMALITIES, TICKS, TITLE_ORDER, Answers
from bot.domain.eligibility.tiers import Rules
from bot.domain.release import Release, build_release
from bot.releases.startup import offline_release
from tests.domain.conftest import DATA, TODAY
from tests.domain.edited_data import copy
from tests.domain.firms import firm, judged
from tests.questions.scoring import read_questions

RULES: tuple[Rules, ...] = ("current", "2022")
SAID = {
    "revenue": (9e6, 15e6, 50e6, 101e6),
    "revenue1": (10e6, 48e6),
    "revenue2": (10e6, 45e6),
    "rd": (0.9e6, 3e6, 31e6),
    "rd1": (1e6, 6e6),
    "years": (1.0, 3.0),
    "rights": (0.0, 1.0, 4.0),
    "main_share": (55.0, 90.0),
    "debt": (55.0, 76.0, 90.0),
    "score": (49.0, 60.0),
    "equity2": (5e6, 80e6),
    "ip": (0.0, 15.0),
    "field": (5.0, 10.0),
    "staff": (10.0, 501.0),
    "t_score": (59.0, 90.0),
}

ADDED = """
      - id: lg27-size
        name: { en: staff, zh: 从业人员 }
        requirement: { en: At most 300 people., zh: 从业人员不超过300人。 }
        op: <=
        number: staff
        threshold:
          id: threshold
          name: { en: staff, zh: 从业人员 }
          value: 300
          unit: people
          qualifier: up to
          sources: [lg26a]
        exemptions:
          - { en: firms with an own brand, zh: 拥有自主品牌的企业, facts: [brand] }
        sources: [lg26a]
        confidence: low
      - id: lg27-honour
        name: { en: high-tech enterprise, zh: 高新技术企业 }
        requirement: { en: The firm is a high-tech enterprise., zh: 企业为高新技术企业。 }
        op: ==
        expects: true
        facts: [high-tech]
        sources: [lg26a]
        confidence: low
"""
REQUIRED = "requires: [l-title,"
FIRST = re.compile(r"(requires: \[l-title,.*?criteria:\n)", re.DOTALL)


def data_with(folder: Path, **changed: str) -> tuple[Tier, ...]:
    """The tiers of a copy of the data set, with these texts of its files of tiers."""
    shutil.copytree(DATA, folder)
    for name, text in changed.items():
        (folder / "tiers" / f"{name}.yaml").write_text(text, "utf-8")
    return offline_release(folder, datetime(2027, 1, 1, tzinfo=UTC)).catalogue.dataset.tiers


def written(name: str) -> str:
    """A file of tiers as it is in the data set."""
    return (DATA / "tiers" / f"{name}.yaml").read_text("utf-8")


def test_a_requirement_that_only_the_data_adds_is_evaluated(tmp_path: Path) -> None:
    text = written("current")
    text = FIRST.sub(lambda found: found[0] + ADDED.lstrip("\n"), text)
    text = text.replace(REQUIRED, f"{REQUIRED} lg27-size, lg27-honour,")
    tiers = data_with(tmp_path / "data", current=text)

    def results(answers: Answers) -> tuple[str, str]:
        found = judged(tiers, answers)
        return found["lg27-size"].result, found["lg27-honour"].result

    assert results(firm()) == ("cannot-tell", "cannot-tell")
    small = firm(facts={"high-tech": True, "brand": False}, staff=300)
    assert results(small) == ("met", "met")
    large = firm(facts={"high-tech": False, "brand": False}, staff=301)
    assert results(large) == ("not-met", "not-met")
    assert results(firm(facts={"brand": True}, staff=301))[0] == "met"


def test_no_id_of_a_requirement_means_anything(tiers: tuple[Tier, ...]) -> None:
    ids = {c.id: f"x{n}" for n, c in enumerate(c for t in tiers for c in t.criteria)}
    others = tuple(_renamed(tier, ids) for tier in tiers)
    for answers in _firms(40):
        for rules in RULES:
            before, after = (judged(each, answers, rules) for each in (tiers, others))
            told = {ids[name]: _told(verdict) for name, verdict in before.items()}
            assert {name: _told(verdict) for name, verdict in after.items()} == told


def test_no_answer_hangs_on_the_id_of_a_requirement(
    release: Release, dataset: Dataset, readings: dict[str, str], tiers: tuple[Tier, ...]
) -> None:
    every = sorted({c.id for tier in tiers for c in tier.criteria})
    ids = {name: f"x{n:03}" for n, name in enumerate(every)}  # of equals the first id comes first
    records = {tier.id for tier in tiers}
    questions = [
        copy(w, parts={ids.get(i, i): part for i, part in w.parts.items()})
        if w.record in records
        else w
        for w in dataset.questions
    ]
    others = tuple(_renamed(tier, ids) for tier in tiers)
    renamed = build_release(
        "2026.09.01.1", copy(dataset, tiers=others, questions=tuple(questions)), readings
    )
    asked = [question.text["en"] for question in read_questions("development-titles")]
    for text in (*asked, "How do we keep the little giant title?", "小巨人称号怎么保住"):
        before, after = (answer_question(r, text, TODAY) for r in (release, renamed))
        assert _said(after) == _said(before), text


def _said(answer: Answer) -> object:
    return answer.status, [(c.record.id, [x.text for x in c.lines]) for c in answer.cards]


def _renamed(tier: Tier, ids: Mapping[str, str]) -> Tier:
    """The same requirements under other ids."""

    def name(old: Iterable[str]) -> tuple[str, ...]:
        return tuple(ids[i] for i in old)

    criteria = tuple(
        copy(c, id=ids[c.id], of=name(c.of), replaces=name(c.replaces)) for c in tier.criteria
    )
    renamed: Tier = copy(tier, requires=name(tier.requires), criteria=criteria)
    return renamed


def _firms(number: int) -> Iterator[Answers]:
    """Firms that say something of themselves, always the same ones."""
    chance = random.Random(7)
    facts = [*FORMALITIES, *(fact for group in TICKS.values() for fact in group)]
    for _ in range(number):
        numbers = {
            key: chance.choice(values) for key, values in SAID.items() if chance.random() < 0.6
        }
        yield Answers(
            numbers,
            {fact: chance.random() < 0.5 for fact in facts if chance.random() < 0.6},
            chance.choice([None, *TITLE_ORDER]),
        )


def _told(verdict: Verdict) -> tuple[object, ...]:
    return verdict.result, verdict.why, verdict.value, verdict.asks, verdict.options
