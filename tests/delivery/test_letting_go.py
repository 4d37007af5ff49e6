"""Letting go of a large release: piece by piece, and only once nobody answers from it."""

import asyncio

import pytest

from bot import gradual_release
from bot.gradual_release import is_large, let_go
from tests.small import small_release


async def test_it_is_taken_apart_once_nobody_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradual_release, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(gradual_release, "LARGE", 5)
    release = small_release("2026.09.01.1", 20)
    assert is_large(release)
    index, answering = release.index, [release]
    task = asyncio.create_task(let_go(release))
    del release
    await asyncio.sleep(0.1)
    assert index.documents, "somebody still answers from it"
    answering.clear()
    await asyncio.wait_for(task, 30)
    assert vars(index) == {}


async def test_what_is_kept_for_good_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradual_release, "WAIT_SECONDS", 0.0)
    release = small_release("2026.09.01.1")
    await let_go(release)
    assert release.index.documents
