"""Killed at random while fifty channels are due, and started again, so many times."""

import random
from collections.abc import Sequence
from pathlib import Path
from signal import SIGTERM

from bot.domain.digests.subscription import Digest, Run
from tests.end_to_end.program import Program
from tests.soak.stand import ACCELERATED, BOT, Stand, open_stand, random_moment
from tests.soak.verdict import Finding, judge_delivered, marks_in
from tests.wire import Channel
from tests.wire.channels import NEWS

SQLITE_RATE = 70
"""Requests a second: fifty channels, in three parts and some of them published, take 3 s."""
POSTGRESQL_RATE = 300
"""Of all processes together; those killed of late still count."""


async def kill_one(
    folder: Path, kills: int, dice: random.Random, channels: int = 50, *, forgetful: bool = False
) -> Finding:
    """SQLite: one process, killed so many times.

    `forgetful`: Discord remembers no nonce, and each life begins an hour after the last one.
    """
    finding = Finding()
    async with open_stand(folder, channels) as stand:
        _forget_nonces(stand, forgetful=forgetful)
        for _ in range(kills):
            program = stand.start(module=BOT, DIGEST_RATE=SQLITE_RATE)
            await random_moment(dice, stand, program, span=channels / 40)
            await _kill(stand, program, finding, forgetful=forgetful)
        stand.start(module=BOT, DIGEST_RATE=SQLITE_RATE)
        await _last_life(stand, finding)
    return finding


async def kill_two(
    folder: Path,
    url: str,
    kills: int,
    dice: random.Random,
    channels: int = 50,
    *,
    forgetful: bool = False,
    gently: bool = False,
) -> Finding:
    """PostgreSQL: two processes, one of them killed so many times while the other goes on.

    `forgetful`: Discord remembers no nonce, and the bot relies on none. `gently`: the process is
    asked to stop instead.
    """
    finding = Finding()
    async with open_stand(folder, channels, url=url) as stand:
        _forget_nonces(stand, forgetful=forgetful)
        words = ("forgotten",) * forgetful
        pair = [
            stand.start(*words, module=ACCELERATED, DIGEST_RATE=POSTGRESQL_RATE) for _ in range(2)
        ]
        for _ in range(kills):
            which = dice.randrange(2)
            await random_moment(dice, stand, pair[which], span=channels / 60, patience=4.0)
            await _kill(stand, pair[which], finding, gently=gently)
            pair[which] = stand.start(*words, module=ACCELERATED, DIGEST_RATE=POSTGRESQL_RATE)
        await _last_life(stand, finding)
    return finding


def _forget_nonces(stand: Stand, *, forgetful: bool) -> None:
    if forgetful:
        stand.wire.channel_messages.nonce_seconds = 0.0


async def _kill(
    stand: Stand,
    program: Program,
    finding: Finding,
    *,
    forgetful: bool = False,
    gently: bool = False,
) -> None:
    """The end of a life: what it was doing is noted, and where all is posted, all is due again."""
    if program.code is not None:
        finding.wrong.append(f"ended by itself with {program.code}: {program.err[-2000:]}")
    ready = any(session.ready_at >= program.began for session in stand.wire.gateway.live())
    if gently and await program.stop() not in (0, -SIGTERM):  # by itself where it had just begun
        finding.wrong.append(f"stopped with {program.code}: {program.err[-2000:]}")
    program.kill()
    if forgetful:
        await stand.forget()
    caught, resting = _caught(stand, await stand.books()), await stand.at_rest()
    finding.caught.update(caught)
    when = "all was posted" if resting else "posting" if ready else "starting"
    finding.kills[f"asked to stop, {when}" if gently else when] += 1
    if resting:
        judged = await judge_delivered(stand)
        finding.wrong = list(dict.fromkeys(finding.wrong + judged.wrong))
        await stand.due_again()


def _caught(stand: Stand, books: Sequence[tuple[Channel, Digest, list[Run]]]) -> dict[str, int]:
    found = [_how_far(stand, channel, digest, runs) for channel, digest, runs in books]
    return {how: found.count(how) for how in sorted(set(found)) if how}


def _how_far(stand: Stand, channel: Channel, digest: Digest, history: list[Run]) -> str:
    """Where the newest slot of a channel stands; empty where it is over."""
    if len(history) < len(stand.slots):
        return "due"
    run = history[-1]
    if run.state != "claimed":
        return ""
    sent = len(marks_in(stand.wire, channel)) - sum(len(earlier.posts) for earlier in history[:-1])
    if sent > len(run.posts):
        return "sent, not recorded"
    if not run.posts:
        return "claimed, nothing sent"
    if channel.type != NEWS:
        return "recorded, more to send"
    noted = sum(post.published is not None for post in run.posts.values())
    public = len(stand.wire.published(channel)) - sum(len(e.posts) for e in history[:-1])
    if public > noted:
        return "published, not noted"
    return "recorded, not published" if noted < sent else "noted, more to do"


async def _last_life(stand: Stand, finding: Finding) -> None:
    """What is left is posted, and every process ends in good order."""
    await stand.settled(120)
    finding.wrong += await stand.stop()
    finding.add(await judge_delivered(stand))
