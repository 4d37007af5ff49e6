"""Caches that never hold more than their bytes, nor the owner of what they hold."""

import gc
from weakref import ref

from bot.bounded_cache import ENTRY_BYTES, BoundedCache, CachePerOwner, size_of


class Owner:
    """Something that can die."""


def test_it_gives_what_was_put() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(10_000)
    assert cache.get("a") is None
    cache.put("a", b"one")
    assert cache.get("a") == b"one"
    assert cache.get_or_make("b", lambda: b"two") == b"two"
    assert cache.get_or_make("b", lambda: b"three") == b"two"


def test_all_entries_together_stay_within_its_bytes() -> None:
    cache: BoundedCache[int, bytes] = BoundedCache(50_000)
    for number in range(1_000):
        cache.put(number, bytes(number % 700))
        assert cache.bytes <= cache.max_bytes
    assert 50 < len(cache) < 1_000
    kept = [value for key in range(1_000) if (value := cache.get(key)) is not None]
    assert sum(map(size_of, kept)) + len(kept) * ENTRY_BYTES < cache.bytes


def test_what_was_used_last_stays() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(4_000)
    cache.put("used", bytes(1_000))
    cache.put("unused", bytes(1_000))
    for number in range(20):
        assert cache.get("used") is not None
        cache.put(f"{number}", bytes(1_000))
    assert cache.get("unused") is None


def test_another_value_takes_the_place_of_the_first() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(10_000)
    cache.put("a", bytes(5_000))
    cache.put("a", bytes(10))
    assert cache.get("a") == bytes(10)
    assert cache.bytes < 1_000


def test_what_is_larger_than_all_of_it_is_not_kept() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(1_000)
    cache.put("a", b"small")
    cache.put("a", bytes(2_000))
    assert cache.get("a") is None
    assert (cache.bytes, len(cache)) == (0, 0)


def test_a_cache_goes_with_its_owner() -> None:
    caches: CachePerOwner[Owner, str, bytes] = CachePerOwner(1_000)
    owner, other = Owner(), Owner()
    caches.of(owner).put("a", b"one")
    assert caches.of(owner).get("a") == b"one"
    assert caches.of(other).get("a") is None
    owner_gone, cache_gone = ref(owner), ref(caches.of(owner))
    del owner
    gc.collect()
    assert owner_gone() is None
    assert cache_gone() is None
