"""LRU caches with a limit in bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from sys import getsizeof
from threading import Lock
from typing import Final, Generic, TypeVar, cast
from weakref import WeakKeyDictionary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Owner = TypeVar("Owner")

ENTRY_BYTES: Final = 200
"""The overhead of an entry: a slot of the table, a link, two numbers."""


def size_of(value: object) -> int:
    """Bytes of a text, a number, or a tuple or set of them."""
    size = getsizeof(value)
    if isinstance(value, tuple | frozenset):
        size += sum(map(size_of, cast("frozenset[object]", value)))
    return size


class BoundedCache(Generic[K, V]):
    """Values by key. Threads may share one."""

    def __init__(self, max_bytes: int, size: Callable[[V], int] = size_of) -> None:
        """`size` gives the bytes of a value; one larger than `max_bytes` is not cached."""
        self.max_bytes = max_bytes
        self.bytes = 0
        """The size of all entries."""
        self._size = size
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """The cached value; None if there is none."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: K, value: V) -> None:
        """Caches a value, replacing that of the key."""
        size = self._size(value) + size_of(key) + ENTRY_BYTES
        with self._lock:
            self._remove(key)
            if size > self.max_bytes:
                return
            self._entries[key] = value, size
            self.bytes += size
            while self.bytes > self.max_bytes:
                self._remove(next(iter(self._entries)))

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """The cached value; made and cached if there is none."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def _remove(self, key: K) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.bytes -= entry[1]


class CachePerOwner(Generic[Owner, K, V]):
    """A cache for each owner, such as a release; it does not keep its owner alive."""

    def __init__(self, max_bytes: int, size: Callable[[V], int] = size_of) -> None:
        """`max_bytes` and `size` of each cache are those of `BoundedCache`."""
        self._max_bytes = max_bytes
        self._size = size
        self._caches: WeakKeyDictionary[Owner, BoundedCache[K, V]] = WeakKeyDictionary()

    def of(self, owner: Owner) -> BoundedCache[K, V]:
        """The cache of that owner."""
        found = self._caches.get(owner)
        if found is None:
            found = self._caches[owner] = BoundedCache(self._max_bytes, self._size)
        return found
