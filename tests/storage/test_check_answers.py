"""Answers of the check in the database: sealed, for their person alone, gone on time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.storage.check_answers import CheckAnswerStore
from bot.storage.database import Database
from bot.storage.sealing import KEY_LENGTH, new_key, seal, sealed_name, unseal
from bot.storage.tables import check_answers

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(minutes=15)
MEI, LI = 7, 8
TYPED = "五千万 oceans".encode()


@pytest.fixture
def store(database: Database) -> CheckAnswerStore:
    return CheckAnswerStore(database)


async def test_another_process_reads_what_one_stored(
    store: CheckAnswerStore, other: Database
) -> None:
    key = await store.add(TYPED, MEI, until=UNTIL)
    assert await CheckAnswerStore(other).get(key, MEI, NOW) == TYPED


async def test_nothing_in_the_row_shows_what_was_typed_or_the_key(
    store: CheckAnswerStore, database: Database
) -> None:
    key = await store.add(TYPED, MEI, until=UNTIL)
    ((name, document),) = await database.rows(select(check_answers.c.id, check_answers.c.document))
    assert TYPED not in document
    assert key not in name
    assert name == sealed_name(key)


async def test_a_wrong_key_another_person_and_the_end_of_its_time_give_nothing(
    store: CheckAnswerStore,
) -> None:
    key = await store.add(TYPED, MEI, until=UNTIL)
    assert await store.get(new_key(), MEI, NOW) is None
    assert await store.get(key, LI, NOW) is None
    assert await store.get(key, MEI, UNTIL) is None
    assert await store.get(key, MEI, UNTIL - timedelta(seconds=1)) == TYPED


async def test_a_changed_document_gives_nothing(
    store: CheckAnswerStore, database: Database
) -> None:
    key = await store.add(TYPED, MEI, until=UNTIL)
    await database.change(update(check_answers).values(document=seal(new_key(), TYPED)))
    assert await store.get(key, MEI, NOW) is None


async def test_new_answers_erase_those_that_they_replace(
    store: CheckAnswerStore, database: Database
) -> None:
    old = await store.add(TYPED, MEI, until=UNTIL)
    new = await store.add(b"more", MEI, until=UNTIL, replaces=old)
    assert await store.get(old, MEI, NOW) is None
    assert await store.get(new, MEI, NOW) == b"more"
    await store.erase(new)
    assert await database.rows(select(check_answers)) == []


async def test_a_persons_answers_are_told_and_erased_alone(store: CheckAnswerStore) -> None:
    mine = await store.add(TYPED, MEI, until=UNTIL)
    theirs = await store.add(TYPED, LI, until=UNTIL)
    assert await store.kept_until(MEI, NOW) == UNTIL
    assert await store.kept_until(MEI, UNTIL) is None
    await store.erase_of(MEI)
    assert await store.kept_until(MEI, NOW) is None
    assert await store.get(mine, MEI, NOW) is None
    assert await store.get(theirs, LI, NOW) == TYPED


async def test_what_is_too_old_is_erased(store: CheckAnswerStore) -> None:
    await store.add(TYPED, MEI, until=UNTIL)
    assert await store.erase_expired(UNTIL - timedelta(seconds=1)) == 0
    assert await store.erase_expired(UNTIL) == 1


@pytest.mark.parametrize("document", [b"", b"x", b"y" * 5000])
def test_a_document_comes_back_from_its_own_key_alone(document: bytes) -> None:
    key = new_key()
    assert len(key) == KEY_LENGTH
    sealed = seal(key, document)
    assert unseal(key, sealed) == document
    assert unseal(new_key(), sealed) is None
    for at in range(0, len(sealed), 500):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert unseal(key, changed) is None
    assert unseal(key, sealed[:-1]) is None
    assert unseal(key, b"") is None
