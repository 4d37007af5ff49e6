"""The commands that the benchmarks send to the bots."""

from typing import Any, cast

import yaml

from tests.benchmarks.process import ROOT, FailedError, StandIn
from tests.wire.world import Json

QUESTIONS = ROOT / "tests" / "questions" / "own.yaml"
FALLBACK_QUESTIONS = ["How much is the special loan programme?", "小巨人企业奖励多少", "zjtx 补贴"]
LOCALES = ("en-US", "zh-CN")


def bare_jobs() -> list[Json]:
    """The bare bot's only command."""
    return [{"command": "bare"}]


def own_jobs(standin: StandIn) -> dict[str, list[Json]]:
    """The measured commands of the real bot by name, in both languages."""
    measures = standin.ask("autocomplete", command="funding show", option="measure", typed="")
    names = [choice["value"] for choice in measures]
    if not names:
        raise FailedError("/funding show offers no measure")
    show = [
        {"command": "funding show", "options": {"measure": name}, "locale": locale}
        for name in names
        for locale in LOCALES
    ]
    return {
        "/funding overview": [{"command": "funding overview", "locale": loc} for loc in LOCALES],
        "/funding show": show,
        "/ask": [{"command": "ask", "options": q} for q in questions()],
    }


def mixed_jobs(standin: StandIn) -> list[Json]:
    """All of these commands in turn."""
    kinds = own_jobs(standin)
    return [jobs[n % len(jobs)] for n in range(1000) for jobs in kinds.values()]


def questions() -> list[dict[str, str]]:
    """The options of /ask for each question of the question set."""
    if not QUESTIONS.exists():
        return [{"question": q} for q in FALLBACK_QUESTIONS]
    kept = cast("dict[str, list[dict[str, Any]]]", yaml.safe_load(QUESTIONS.read_text("utf-8")))
    return [{k: q[k] for k in ("question", "lang") if k in q} for q in kept["questions"]]
