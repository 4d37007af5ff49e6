"""What must hold once all is over: each slot its record, each part in its channel exactly once."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.digests.subscription import CauseCode, Digest, Run, dedup_key_of
from tests.soak.stand import PARTS, Stand
from tests.wire import Channel, Wire
from tests.wire.channels import FORUM, NEWS
from tests.wire.permissions import VIEW, bits
from tests.wire.request_log import Call

MARK = re.compile(r"LG-[A-Z2-7]{12}")
_CHANNEL = re.compile(r"^/channels/(\d+)")


@dataclass
class Finding:
    """What a trial did and found; several can be added up."""

    kills: Counter[str] = field(default_factory=Counter[str])
    """By what the process was doing."""
    caught: Counter[str] = field(default_factory=Counter[str])
    """Runs that a kill caught half done, by how far they were."""
    faults: Counter[str] = field(default_factory=Counter[str])
    """What Discord did, by kind."""
    ends: Counter[str] = field(default_factory=Counter[str])
    """Slots by how they ended."""
    wrong: list[str] = field(default_factory=list[str])
    """Every violation, in words."""
    notes: list[str] = field(default_factory=list[str])

    def add(self, other: "Finding") -> "Finding":
        """Both together."""
        for mine, theirs in (
            (self.kills, other.kills),
            (self.caught, other.caught),
            (self.faults, other.faults),
            (self.ends, other.ends),
        ):
            mine.update(theirs)
        self.wrong += other.wrong
        self.notes += other.notes
        return self


async def together(trials: Iterable[Awaitable[Finding]]) -> Finding:
    """Trials side by side, added up."""
    total = Finding()
    for finding in await asyncio.gather(*trials):
        total.add(finding)
    return total


def marks_in(wire: Wire, channel: Channel) -> list[str]:
    """The keys of what is in a channel, oldest first; of a forum, of each post after the other."""
    if channel.type == FORUM:
        return [
            dedup_key for post in wire.threads_of(channel) for dedup_key in marks_in(wire, post)
        ]
    stored = (json.dumps(message["components"]) for message in wire.messages(channel))
    return [found[-1] for components in stored if (found := MARK.findall(components))]


async def judge_delivered(stand: Stand) -> Finding:
    """The finding after kills alone: every slot of every channel is posted, exactly once."""
    finding = Finding()
    crossposts = _crossposts(stand.wire)
    for channel, digest, history in await stand.books():
        wrong = _undelivered(stand, channel, digest, history)
        wrong += _unpublished(stand.wire, channel, crossposts)
        finding.wrong += [f"{channel.name}: {what}" for what in wrong]
        finding.ends.update(run.state for run in history)
    return finding


def _undelivered(
    stand: Stand, channel: Channel, digest: Digest, history: Sequence[Run]
) -> list[str]:
    slots = stand.slots
    wrong: list[str] = []
    states = [(run.slot, run.state) for run in history]
    if states != [(slot, "sent") for slot in slots]:
        wrong.append(f"records {[(f'{s:%H:%M:%S}', state) for s, state in states]}")
    expected = [
        dedup_key_of(digest.id, slot, part) for slot in slots for part in range(1, PARTS + 1)
    ]
    wrong += _differences(expected, marks_in(stand.wire, channel))
    there = _ids(stand.wire, channel)
    known = [post.message_id for run in history for post in run.posts.values()]
    if sorted(known) != sorted(there):
        wrong.append("the posts on record are not those in the channel")
    return wrong


def _differences(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    """Lost, twice, and out of order."""
    wanted, got = Counter(expected), Counter(found)
    wrong = [f"lost {dedup_key}" for dedup_key in (wanted - got).elements()]
    wrong += [f"twice {dedup_key}" for dedup_key in (got - wanted).elements()]
    return wrong or ["out of order"] * (list(expected) != list(found))


def _ids(wire: Wire, channel: Channel) -> list[int]:
    if channel.type == FORUM:
        return [i for post in wire.threads_of(channel) for i in _ids(wire, post)]
    return [int(message["id"]) for message in wire.messages(channel)]


def _crossposts(wire: Wire) -> Counter[str]:
    """How often each message was published with success, by its path."""
    calls = wire.requests.matching("POST", "/crosspost")
    return Counter(call.path for call in calls if call.status == 200)


def _unpublished(wire: Wire, channel: Channel, crossposts: Counter[str]) -> list[str]:
    """What the followers lack of an announcement channel, or got twice."""
    if channel.type != NEWS:
        return []
    missing = len(wire.messages(channel)) - len(wire.published(channel))
    mine = {path: n for path, n in crossposts.items() if path.startswith(f"/channels/{channel.id}")}
    twice = [path for path, times in mine.items() if times > 1]
    return [f"{missing} not published"] * bool(missing) + [f"published twice {p}" for p in twice]


# ------------------------------------------------------------------ after a storm


async def judge_storm(stand: Stand, too_many: int) -> Finding:
    """The finding after a storm of one slot: delivered once, or suspended with the right cause.

    `too_many` calls were refused because the bot called too fast.
    """
    finding = Finding()
    for channel, digest, history in await stand.books():
        if [run.slot for run in history] != stand.slots:
            finding.wrong.append(f"{channel.name}: {len(history)} records of one slot")
            continue
        (run,) = history
        wrong, end = _storm_end(stand, channel, digest, run)
        finding.wrong += [f"{channel.name}: {what}" for what in wrong]
        finding.ends[end] += 1
    finding.wrong += _posts_to_the_dead(stand)
    if too_many:
        finding.wrong.append(f"429 of our own making: {too_many}")
    return finding


def _storm_end(stand: Stand, channel: Channel, digest: Digest, run: Run) -> tuple[list[str], str]:
    wire = stand.wire
    expected = [dedup_key_of(digest.id, run.slot, part) for part in range(1, PARTS + 1)]
    found = marks_in(wire, channel)
    right = _causes(wire, channel)
    if run.state == "sent":
        wrong = _differences(expected, found)
        if not right and channel.type == NEWS:
            wrong += ["not published"] * (len(wire.published(channel)) != PARTS)
        return wrong, "delivered"
    wrong = ["not a beginning, each once"] * (found != expected[: len(found)])
    code = run.cause.code if run.cause else None
    if run.state != "failed" or code not in right:
        return [*wrong, f"{run.state}, {code}; expected {sorted(right)}"], "wrong"
    if channel.deleted or not _lost_its_post(wire, channel):
        told = digest.cause.code if digest.cause else None
        wrong += [f"{digest.state}, {told}"] * ((digest.state, told) != ("suspended", code))
        return wrong, f"suspended: {code}"
    wrong += [f"{digest.state} for the loss of a post"] * (digest.state != "active")
    return wrong, "its post was deleted"


def _causes(wire: Wire, channel: Channel) -> set[CauseCode]:
    """What may be said of a channel, after what the storm did to it; nothing where it lives."""
    if channel.deleted:
        return {"channel-gone"}
    if _lost_its_post(wire, channel):
        # Deleted while the bot was looking for it, it can no longer be told whether it was ours.
        return {"channel-gone", "unverifiable"}
    granted = wire.world.bot_permissions(channel)
    if not granted & VIEW:
        return {"no-access", "no-permission"}
    needed = bits("send_messages_in_threads") if channel.is_thread else bits("send_messages")
    if channel.type == FORUM:
        needed |= bits("send_messages_in_threads")
    return {"no-permission"} if granted & needed != needed else set()


def _lost_its_post(wire: Wire, channel: Channel) -> bool:
    """Whether a forum's post was deleted; the stand-in takes it off the list, not off the world."""
    return channel.type == FORUM and any(
        c.deleted and c.parent_id == channel.id for c in wire.world.channels.values()
    )


def _posts_to_the_dead(stand: Stand) -> list[str]:
    """Posts to a channel after it was first answered that it is gone or forbidden."""
    wrong: list[str] = []
    dead: dict[str, Call] = {}
    for call in _of_channels(stand.wire.requests):
        number = _CHANNEL.findall(call.path)[0]
        if call.method == "POST" and number in dead:
            first = dead[number]
            wrong.append(
                f"{call.method} {call.path} {call.arrived - first.arrived:.3f} s after "
                f"{first.method} {first.path} was answered {first.status}"
            )
        if call.status in (403, 404):
            dead.setdefault(number, call)
    return wrong


def _of_channels(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if _CHANNEL.match(call.path)]
