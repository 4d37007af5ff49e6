"""Choices in memory: as a dictionary would hold them, in a small part of its memory."""

import gc
import random
import tracemalloc
from itertools import product

from bot.storage.preference_cache import NO_CHOICE, Choice, Choices

MANY = 100_000
MOST_BYTES = 64
ZONES = ("Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin", "America/Argentina/Buenos_Aires", None)
KINDS = tuple(Choice(lang, zone) for lang, zone in product(("en", "zh", None), ZONES))


def test_every_choice_comes_back_as_it_was_put() -> None:
    dice, choices, expected = random.Random(1), Choices(), dict[int, Choice]()
    for _ in range(5_000):
        person, choice = dice.randrange(300) + 2**60, dice.choice(KINDS)
        if dice.random() < 0.3:
            choices.drop(person)
            expected.pop(person, None)
        else:
            choices.put(person, choice)
            expected[person] = choice
    assert len(choices) == len(expected)
    for person in range(2**60 - 1, 2**60 + 301):
        assert choices.get(person) == expected.get(person, NO_CHOICE)


def test_many_may_come_in_any_order() -> None:
    people = [(person, KINDS[person % len(KINDS)]) for person in (5, 9, 2, 9, 2**62, 7)]
    choices = Choices()
    choices.extend(people)
    assert len(choices) == 5
    assert all(choices.get(person) == choice for person, choice in people)


def test_one_person_takes_at_most_64_bytes() -> None:
    gc.collect()
    tracemalloc.start()
    try:
        choices = Choices()
        choices.extend((2**60 + 7 * n, KINDS[n % len(KINDS)]) for n in range(MANY))
        for n in range(500):
            choices.put(2**60 + 7 * n + 1, KINDS[n % len(KINDS)])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(choices) == MANY + 500
    assert peak / len(choices) <= MOST_BYTES
