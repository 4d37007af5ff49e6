"""An hour of mixed traffic with reloads and uploads: what the bot's memory is, minute by minute."""

import asyncio
import json
import random
import shutil
import signal
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from tests.end_to_end.program import DATA, ROOT, TOKEN, Program, started
from tests.soak.memory_reporting_bot import MEMORY_FILE
from tests.soak.traffic import PATIENCE, Traffic
from tests.soak.verdict import Finding
from tests.wire import Reply, Upload, Wire
from tests.wire.channels import FORUM, NEWS
from tests.wire.interactions import DEFERRED

ANSWER_SECONDS: Final = 60.0
"""For each answer: a machine may be busy, and here only memory is judged."""
SETTLED_SECONDS: Final = 5.0
"""By then, what is loaded after the start is loaded."""
MOST_MIB: Final = 40.0
"""More than at the start, after an hour."""
PEOPLE: Final = 6
"""Who talk with the bot at the same time."""
_CHANGED: Final = "measures/national.yaml"
_SUMMARY: Final = "summary:\n      en: >-\n        "


class Weight(NamedTuple):
    """The bot's process at a moment."""

    mib: float
    blocks: int
    """Pieces of memory that Python's objects take."""
    old_releases: int
    """Releases that are no longer live, and yet in memory."""
    answers: int


@dataclass
class Scales:
    """A bot under traffic, and what it weighs."""

    wire: Wire
    program: Program
    folder: Path
    traffic: Traffic
    reloads: int = 0
    refusals: list[str] = field(default_factory=list[str])
    """What the bot said instead of offering to apply the data."""

    async def write_memory(self) -> Weight:
        """What it weighs now, garbage and free memory left out."""
        file = self.folder / MEMORY_FILE
        known = len(_lines(file))
        self.program.signal(signal.SIGUSR2)
        await self.program.until(lambda: len(_lines(file)) > known, 60)
        told = json.loads(_lines(file)[-1])
        return Weight(**told, answers=self.traffic.counts.total())

    async def talk(self, conversations: int) -> None:
        """So many conversations, as fast as they go."""
        left = iter(range(conversations))

        async def talk() -> None:
            for _ in left:
                await self.traffic.converse()

        await asyncio.gather(*(talk() for _ in range(PEOPLE)))
        self.wire.requests.clear()

    async def reload(self) -> None:
        """Another data set goes live: from disk and as an upload in turn."""
        self.reloads += 1
        text = (DATA / _CHANGED).read_text("utf-8")
        changed = text.replace(_SUMMARY, f"{_SUMMARY}No. {self.reloads}. ", 1)
        (self.folder / "data" / _CHANGED).write_text(changed, "utf-8")
        upload = Upload("national.yaml", changed.encode())
        offer = await self._offer({"file": upload} if self.reloads % 2 else {})
        async with asyncio.timeout(PATIENCE):  # an upload that was given up may still be running
            while "Apply" not in offer.buttons:  # other tests judge reloads; the data must change
                self.refusals.append(offer.text)
                offer = await self._offer({})
        applied = await self.wire.click(offer, "Apply", user=self.wire.world.operator)
        async with asyncio.timeout(PATIENCE):
            while "is now live here" not in applied.text:
                await applied.changed(PATIENCE)
        for reply in (offer, applied):
            self.wire.interactions.close(reply.interaction)

    async def _offer(self, options: Mapping[str, Upload]) -> Reply:
        offer = await self.wire.invoke("admin reload", options, user=self.wire.world.operator)
        return await offer.completed(PATIENCE) if offer.type == DEFERRED else offer


async def run_by_rounds(
    folder: Path, dice: random.Random, *, rounds: int, conversations: int
) -> tuple[list[Weight], Finding]:
    """A reload and so many conversations, again and again; the weight after each round."""
    async with _scales_in(folder, dice) as scales:
        weights: list[Weight] = []
        for _ in range(rounds):
            await scales.reload()
            await scales.talk(conversations)
            weights.append(await scales.write_memory())
        return weights, await _told(scales, weights)


async def run_for(
    folder: Path, dice: random.Random, *, minutes: int, per_minute: int = 240
) -> Finding:
    """So many minutes; a reload in every second one."""
    async with _scales_in(folder, dice) as scales:
        await asyncio.sleep(SETTLED_SECONDS)
        weights = [await scales.write_memory()]
        for minute in range(minutes):
            ends = time.monotonic() + 60
            if minute % 2:
                await scales.reload()
            await scales.talk(per_minute)
            await asyncio.sleep(max(0.0, ends - time.monotonic()))
            weights.append(await scales.write_memory())
        finding = await _told(scales, weights)
        more = weights[-1].mib - weights[0].mib
        if more > MOST_MIB:
            finding.wrong.append(f"{more:.0f} MiB more than at the start, at most {MOST_MIB:.0f}")
        return finding


@asynccontextmanager
async def _scales_in(folder: Path, dice: random.Random) -> AsyncGenerator[Scales]:
    """A bot on a copy of the data, in a server with channels of every kind."""
    shutil.copytree(DATA, folder / "data")
    sets = ROOT / "tests" / "questions"
    questions = yaml.safe_load((sets / "own.yaml").read_text("utf-8"))["questions"]
    async with Wire(token=TOKEN) as wire:
        wire.interactions.deadline = ANSWER_SECONDS
        guild = wire.world.guild
        guild.add("news", NEWS)
        guild.add("forum", FORUM)
        guild.add_role("firms", mentionable=True)
        settings = {
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'little-giant.db'}",
            "DATA_DIR": folder / "data",
            "DISCORD_API_URL": wire.api_url,
            "DISCORD_TOKEN": TOKEN,
            "ADMIN_GUILD_IDS": guild.id,
            "LOG_LEVEL": "error",
        }
        with started(folder, "-m", "tests.soak.memory_reporting_bot", **settings) as program:
            await wire.ready(60, since=program.began)
            traffic = Traffic(wire, dice, [question["question"] for question in questions])
            yield Scales(wire, program, folder, traffic)


async def _told(scales: Scales, weights: list[Weight]) -> Finding:
    """What there was; the process is asked to stop."""
    finding = Finding()
    scales.program.signal(signal.SIGTERM)
    code = await scales.program.wait_for_exit(30)
    finding.wrong += [f"ended with {code}: {scales.program.err[-2000:]}"] * (code != 0)
    finding.wrong += [f"{fault}: went wrong" for fault in scales.traffic.wrong]
    finding.wrong += [f"{w.old_releases} old releases" for w in weights[-1:] if w.old_releases]
    curve = ", ".join(f"{weight.mib:.0f} ({weight.answers})" for weight in weights)
    finding.notes.append(f"MiB (answers): {curve}; {scales.reloads} reloads")
    finding.notes += [f"a reload was refused: {said}" for said in scales.refusals]
    finding.notes.append(f"answers: {dict(scales.traffic.counts.most_common())}")
    return finding


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []
