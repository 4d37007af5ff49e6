"""What any text that a person can send costs the event loop: options, autocompletes, forms.

The commands are those that the bot registers, with every option of each. Each text is sent at
6,000 characters and at the longest that the option allows. Measured is the CPU time of the event
loop's thread for each of its callbacks, since while one runs everybody else waits. A second
person asks for /about all the while.
"""

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.benchmarks.table import Row
from tests.benchmarks.timed_trial import Sample, Trial, open_trial
from tests.wire import Person, Reply, UnansweredError, Wire
from tests.wire.ids import Json
from tests.wire.ids import rows as objects
from tests.wire.payload_limits import walk
from tests.wire.raw_options import send_options

LONGEST = 6_000
"""What Discord takes where an option names no limit."""
MESSAGE = 4_000
MOST_MS = 50.0
MEDIAN_MS = 2.0
"""For an autocomplete."""
FIELD = 60
"""Characters that a form's field takes where it names no limit."""
_STRING, _CHANNEL, _TEXT_INPUT = 3, 7, 4
_MESSAGE_COMMAND = 3
_APART = 0.05
"""Seconds between two questions of the second person."""


@dataclass(frozen=True)
class Effort:
    """How much is measured; a quick run takes every tenth text."""

    every: int = 1


FULL, QUICK = Effort(), Effort(every=10)


def rows(effort: Effort = FULL) -> Iterator[Row]:
    """The rows of the table."""
    trial = asyncio.run(_tried(effort))
    for kind in dict.fromkeys(sample.kind for sample in trial.samples):
        found = [sample for sample in trial.samples if sample.kind == kind]
        yield _row(kind, found)
    failed = [sample for sample in trial.samples if sample.failed]
    said = f", such as {failed[0].where} ({failed[0].text})" if failed else ""
    yield Row(
        f"of {len(trial.samples):,} texts, without a proper answer",
        f"{len(failed)}{said}",
        target="none",
        met=not failed,
    )
    waits = trial.waits
    yield Row(
        "answer to somebody else meanwhile",
        f"median {statistics.median(waits):.1f} ms, worst {max(waits):.0f} ms",
    )


def _row(kind: str, found: Sequence[Sample]) -> Row:
    costs = [sample.ms for sample in found]
    median, worst = statistics.median(costs), max(found, key=lambda sample: sample.ms)
    held = median < MEDIAN_MS or "autocomplete" not in kind
    asked = f", median {MEDIAN_MS:g} ms" if "autocomplete" in kind else ""
    return Row(
        f"event loop per callback: {kind} ({len(found):,} texts)",
        f"median {median:.2f} ms, worst {worst.ms:.1f} ms ({worst.where}: {worst.text})",
        target=f"under {MOST_MS:g} ms{asked}",
        met=worst.ms < MOST_MS and held,
    )


async def _tried(effort: Effort) -> Trial:
    async with open_trial(effort.every) as trial:
        asking = asyncio.create_task(_ask_on(trial))
        try:
            for name, options in _commands(trial.wire):
                await _command(trial, name, options)
            await _messages(trial)
            await _forms(trial)
        finally:
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
        return trial


# -- What is sent --


async def _command(trial: Trial, command: str, options: Sequence[Json]) -> None:
    """Every option of a command, and every autocomplete."""
    required = await _required(trial, command, options)
    for option in options:
        most = option.get("max_length", LONGEST)
        free = option["type"] == _STRING and not option.get("choices")
        for name, text in trial.texts(LONGEST, *([most] if free else [])):
            value: Json = {"name": option["name"], "type": option["type"], "value": text}
            others = [given for given in required if given["name"] != option["name"]]
            long = "longer than allowed" if len(text) > most or not free else "as long as allowed"
            where = f"/{command} {option['name']}"
            sending = _send(trial, command, (*others, value))
            await trial.measure(f"option {long}", where, name, sending)
            if option.get("autocomplete"):
                sending = _send(trial, command, (value | {"focused": True},))
                await trial.measure(f"autocomplete {long}", where, name, sending)


async def _send(trial: Trial, command: str, options: Sequence[Json]) -> Reply:
    wire, channel = trial.wire, trial.wire.world.channel
    picked = {str(channel.id): channel.as_partial(wire.world.admin.permissions)}
    person = trial.person(command)
    return await send_options(wire, command, options, user=person, resolved={"channels": picked})


async def _required(trial: Trial, command: str, options: Sequence[Json]) -> list[Json]:
    """What else must be given for the command to do its work."""
    found: list[Json] = []
    for option in options:
        if not option.get("required"):
            continue
        value = "loan"
        if option["type"] == _CHANNEL:
            value = str(trial.wire.world.channel.id)
        elif option.get("autocomplete"):
            typed = {"name": option["name"], "type": _STRING, "value": "", "focused": True}
            offered = (await _send(trial, command, [typed])).choices
            value = offered[0]["value"] if offered else value
        found.append({"name": option["name"], "type": option["type"], "value": value})
    return found


async def _messages(trial: Trial) -> None:
    """Message commands, on messages as long as Discord allows."""
    for command in trial.wire.commands():
        if command["type"] != _MESSAGE_COMMAND:
            continue
        for name, text in trial.texts(MESSAGE):
            called: str = command["name"]
            person = trial.person(called)
            sending = trial.wire.message_command(called, text, user=person)
            await trial.measure("message command", called, name, sending)


async def _forms(trial: Trial) -> None:
    """Every text field of every form of the check."""
    person = trial.person("little-giant check")
    form = await trial.wire.invoke("little-giant check", user=person)
    while True:
        fields = [p for p in walk(form.data["components"]) if p["type"] == _TEXT_INPUT]
        for part in fields:
            for name, text in trial.texts(LONGEST, part.get("max_length", FIELD)):
                sending = trial.wire.submit(form, {part["custom_id"]: text}, user=person)
                await trial.measure("form field", part["custom_id"], name, sending)
        shown = await trial.wire.submit(form, {}, user=person)
        if "More" not in shown.buttons:
            return
        form = await trial.wire.click(shown, "More", user=person)


async def _ask_on(trial: Trial) -> None:
    """A second person, who asks for something cheap all the while."""
    while True:
        try:
            reply = await trial.wire.invoke("about", user=Person(name="another"))
        except UnansweredError:
            trial.waits.append(trial.wire.interactions.deadline * 1000)
        else:
            trial.waits.append(reply.latency * 1000)
            trial.wire.interactions.close(reply.interaction)
        await asyncio.sleep(_APART)


def _commands(wire: Wire) -> Iterator[tuple[str, list[Json]]]:
    """Each slash command in full with its options, as registered."""
    scopes = (wire.commands(), wire.commands(wire.world.guild))
    for command in (c for scope in scopes for c in scope if c["type"] != _MESSAGE_COMMAND):
        yield from _leaves(command, "")


def _leaves(node: Json, above: str) -> Iterator[tuple[str, list[Json]]]:
    name, inner = f"{above} {node['name']}".strip(), objects(node, "options")
    branches = [option for option in inner if option["type"] in (1, 2)]
    if not branches:
        yield name, inner
    for branch in branches:
        yield from _leaves(branch, name)
