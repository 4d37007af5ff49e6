"""Custom ids that were changed, cut, or made up: each press has one answer, and none fails."""

import logging
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import discord
import pytest
from simcord.actors import MemberActor
from structlog.testing import capture_logs

from bot.charts.cache import ChartCache
from bot.charts.renderer_process import NotDrawnError
from bot.i18n.translator import Lang
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.custom_ids import SHARE, action_id, split
from cogs.admin.cards.reload import APPLY, DROP
from cogs.admin.cards.status import DIGESTS_PAGE, RELEASES_PAGE
from cogs.digest.cards.listing import LIST_DIGESTS
from cogs.registry import REGISTRY
from cogs.watch.cards import LIST_WATCHES
from tests.commands.chat import NOW, Chat, Reply, assert_sendable, message_of, parts_of, press
from tests.commands.pages import first_pages
from tests.commands.raw_interactions import MODAL, deliver, press_raw

MUTATIONS: Final = 2000
OLDER: Final = {
    "en": "This button belongs to an older version. Please run the command again.",
    "zh": "这个按钮来自旧版本，请重新运行命令。",
}
LIKE: Final = 3
"""Real ids of each name that are changed."""


class SteppingClock:
    """The bot's clock: three seconds pass with each press, so that nobody has to wait."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@dataclass(frozen=True, slots=True)
class Bench:
    """Somebody who may do everything, and the messages under which they press."""

    chat: Chat
    boss: MemberActor
    clock: SteppingClock
    private: Reply
    public: Reply

    async def send(
        self, custom_id: str, *, public: bool, menu: bool = False, form: bool = False
    ) -> list[dict[str, Any]]:
        """The answers to a press, to the choice of an option, or to a form."""
        self.clock.now += timedelta(seconds=3)
        under = self.public if public else self.private
        if form:
            data: dict[str, Any] = {"custom_id": custom_id, "components": []}
            return await deliver(self.chat, self.boss, MODAL, data, under=under)
        values = [custom_id] if menu else None
        return await press_raw(self.chat, self.boss, under, "s|x" if menu else custom_id, values)


@pytest.fixture
async def bench(chat: Chat, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch) -> Bench:
    async def unavailable(*_: object) -> bytes:
        raise NotDrawnError("not here")

    monkeypatch.setattr(ChartCache, "draw", unavailable)
    role = chat.guild.create_role("All", permissions=discord.Permissions.all())
    boss = chat.guild.add_member(chat.env.create_user("Boss"), roles=[role])
    chat.app.services.admin.operators.appoint([boss.id])
    chat.app.services.admin.operators.guild_ids = frozenset({chat.guild.id})
    await chat.app.delivery.lease.heartbeat()
    private = await boss.slash(chat.channel, "funding overview")
    public = await boss.slash(chat.channel, "funding overview", public=True)
    return Bench(chat, boss, clock, private, public)


def pressable(parts: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The custom ids of buttons that can be pressed, and of options."""
    for part in parts:
        if part["type"] == 2 and part.get("custom_id") and not part.get("disabled"):
            yield part["custom_id"]
        elif part["type"] == 3:
            yield from (option["value"] for option in part["options"])


def of_cards(context: RenderContext) -> Iterator[str]:
    """Those of a few pages of every view."""
    pages = sorted(first_pages(context), key=lambda page: page[0])
    for name, found in groupby(pages, key=lambda page: page[0]):
        every = list(found)
        for _, args in random.Random(name).sample(every, min(len(every), 8)):
            yield from pressable(walk(REGISTRY.layout(context, name, *args)))


async def of_acts(bench: Bench) -> list[str]:
    """Those that do something, from the answers that they stand in; and of two forms."""
    chat, boss = bench.chat, bench.boss
    news = chat.guild.create_text_channel("news")
    found: list[str] = []

    async def said(command: str, **options: Any) -> Reply:
        bench.clock.now += timedelta(seconds=10)
        reply = await boss.slash(chat.channel, command, **options)
        found.extend(pressable(parts_of(reply)))
        return reply

    form = await boss.slash(chat.channel, "little-giant check")
    assert form.modal is not None
    first = await boss.submit_modal(form, {"title": "specialised", "revenue": "5000万"})
    shown = [*pressable(parts_of(first))]
    more = next(p["custom_id"] for p in parts_of(first) if p.get("label") == "More")
    again = await boss.click(message_of(first), custom_id=more)
    assert again.modal is not None
    every = next(p["custom_id"] for p in parts_of(first) if p.get("label") == "All 17")
    listed = await boss.click(message_of(first), custom_id=every)
    shown += pressable(parts_of(listed))
    found += [*shown, form.modal["custom_id"], again.modal["custom_id"]]
    await said("digest create", channel=news, schedule="daily 09:00", timezone="Cuba, Havana")
    question = await said("digest create", channel=news, schedule="daily 09:00", timezone="CST")
    match = await boss.slash(chat.channel, "match")
    opener = next(each for each in pressable(parts_of(match)) if each.startswith("t|mo|"))
    opened = await boss.click(message_of(match), custom_id=opener)
    assert opened.modal is not None
    found.append(opened.modal["custom_id"])
    assert any(each.startswith("a|dgf|") for each in pressable(parts_of(question)))
    order = await said("digest create", channel=news, schedule="daily 09:00")
    await press(boss, order, "Save")
    for command in ("list", "show", "delete"):
        await said(f"digest {command}", **({} if command == "list" else {"digest": "1"}))
    measure = next(iter(chat.app.services.release.catalogue.measures))
    await said("watch add", measure=measure)
    await said("watch list")
    await said("watch add", measure="guarantie fund")
    await said("measures changes", since="2020-01-01")
    await said("preferences", timezone="CST")
    await said("preferences", timezone="Berlin, Germany")
    await said("privacy delete")
    tr = chat.app.services.translators["en"]
    found += [action_id(tr, name, "0123456789abcdef") for name in (APPLY, DROP)]
    found += [action_id(tr, RELEASES_PAGE, 0), action_id(tr, DIGESTS_PAGE, "-", 0)]
    found += [action_id(tr, each, 0) for each in (LIST_DIGESTS, LIST_WATCHES)]
    found += ["v|ch|en|2026.09.01.1|0", "v|fo|en", "v|aq|en|loans?", "v|fm|en|d24-loan"]
    found += ["t|kb|en|specialised|minhang|30000000", "t|kf|en||0", "t|kp|en|=00t2;dmh;r3"]
    return found


def some_of_each(ids: Iterable[str]) -> list[str]:
    """A few ids of every kind and name, those of forms and the check first: they do not last."""
    kept: dict[tuple[str, str], list[str]] = {}
    for custom_id in ids:
        parts = split(custom_id)
        assert parts is not None or custom_id == SHARE, custom_id
        key = (parts.kind, parts.name) if parts else (SHARE, "")
        kept.setdefault(key, []).append(custom_id)
    some = [random.Random(0).sample(found, min(LIKE, len(found))) for found in kept.values()]
    return sorted((i for each in some for i in each), key=lambda i: (i[:3] != "a|k", i[0] != "f"))


NUMBERS: Final = ("-1", "abc", "1" + "0" * 30, "²", "٣", "1.5", "", " 0", "9" * 19, "0x1")
ODD: Final = ("é", "上", "\x00", "\n", "🏭", "|", " ", "\u202e", "'", '"', "%s", "{}")


def changed(dice: random.Random, custom_id: str, others: Sequence[str]) -> str:
    """The id with one thing about it other than it was sent."""
    parts = custom_id.split("|")
    at, part = dice.randrange(len(custom_id)), dice.randrange(len(parts))
    other = dice.choice(others).split("|")
    before, after = custom_id[:at], custom_id[at:]
    ways: list[Sequence[str] | str] = [
        before + after[1:],
        before + dice.choice(ODD) + after,
        before + after[:2][::-1] + after[2:],
        before,
        custom_id + "|0" * dice.choice((1, 2, 60)),
        dice.choice(("", "v", "en", "share|x", "s|", "s|x", "|", "v|", "x|y|en|z")),
        [*parts[: part + 1], *parts[part:]],
        [*parts[:2], dice.choice(("zh", "zh", "en", "fr", "", "EN")), *parts[3:]],
        [*parts[:-1], dice.choice(("0", "1", "2", "77", "9999"))],
        [*parts[:-1], dice.choice(others).split("|")[-1]],
        [parts[0], *other[1:2], *parts[2:]],
        [*parts[:part], dice.choice(NUMBERS), *parts[part + 1 :]],
        [other[0], *parts[1:]],
        [*parts[:3], *other[3:]],
        [*parts[:part], *parts[part + 1 :]],
    ]
    way = dice.choice(ways)
    return way if isinstance(way, str) else "|".join(way)


def assert_one_proper_answer(answers: Sequence[dict[str, Any]], sent: object) -> bool:
    """Fails unless there is one answer: a card, a form, or a sentence. True for that sentence."""
    assert len(answers) == 1, f"{len(answers)} answers to {sent!r}"
    (answer,) = answers
    data: dict[str, Any] = answer.get("data") or {}
    if data.get("content"):
        assert data["flags"] & 64, f"a public sentence to {sent!r}"
        assert "went wrong" not in data["content"], sent
        return data["content"] in OLDER.values()
    if answer["type"] in (4, 7):
        assert_sendable(data["components"])
    else:
        assert answer["type"] in (5, 6, 9), f"{answer['type']} to {sent!r}"
    return False


async def test_two_thousand_changed_ids_have_one_answer_each_and_no_fault(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    lang: Lang = "en"
    acts = await of_acts(bench)
    ids = some_of_each([*acts, *of_cards(bench.chat.app.services.context(lang)), SHARE])
    found = [parts for i in ids if (parts := split(i))]
    names = {parts.kind + parts.name for parts in found}
    names |= {f"v{entry.split('|')[0]}" for parts in found for entry in parts.trail}
    assert names >= {f"a{name}" for name in REGISTRY.actions}, "an act is missing"
    links = [name for name, view in REGISTRY.views.items() if view.takes is not None]
    assert names >= {f"v{name}" for name in (*links, *REGISTRY.async_views)}, "a view is missing"
    assert names >= {f"c{name}" for name in REGISTRY.charts}, "a chart is missing"
    assert names >= {f"t{name}" for name in REGISTRY.record_buttons}, "a file is missing"
    assert names >= {f"f{name}" for name in REGISTRY.forms}, "a form is missing"
    dice = random.Random(20261126)
    older = 0
    caplog.set_level(logging.ERROR)
    with capture_logs() as lines:
        for n in range(MUTATIONS):
            real = ids[n * len(ids) // MUTATIONS]
            sent = changed(dice, real, ids)
            public, way = dice.random() < 0.05, dice.randrange(4)
            form = real.startswith("f|") or dice.random() < 0.03
            answers = await bench.send(sent, public=public, menu=way == 1, form=form)
            older += assert_one_proper_answer(answers, sent)
    faults = [line for line in lines if line["log_level"] in ("error", "critical")]
    assert not faults, faults[:3]
    assert not caplog.records
    assert 200 < older < MUTATIONS - 200, f"{older} were refused: this tests little"
