"""What an empty autocomplete offers first: what people ask for most.

Counted in the questions that test /ask; nothing that people ask is stored. An id that the data no
longer have is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias, TypeVar

from bot.domain.search.names import NameFinder

T = TypeVar("T", bound=str)

Kind: TypeAlias = Literal["measures", "zones", "packages", "districts"]
POPULAR: Final[Mapping[Kind, Sequence[str]]] = {
    "measures": (
        "d24-loan",
        "d24-award",
        "a25-loan",
        "d24-guar",
        "ai-compute",
        "a25-interest",
        "aw-pudong",
        "a25-guar",
        "fi-national-int",
        "aw-jingan",
        "ap-portal",
        "fi-renew",
    ),
    "zones": (
        "z-dongfangxingang",
        "z-beautyvalley",
        "z-icdesign",
        "z-robot",
        "z-maqiao",
        "z-zjdrug",
        "z-aiisland",
        "z-hydrogen",
    ),
    "packages": ("shanghai-2024-12", "shanghai-2025-04", "shanghai-2025-07-ai", "national-2026"),
    "districts": ("pudong", "jingan", "minhang", "yangpu", "songjiang", "jiading"),
}


def suggestions(
    finder: NameFinder[T], kind: Kind, typed: str, is_past: Callable[[T], bool] = lambda _: False
) -> Iterable[T]:
    """What matches; where nothing is typed, the popular ones first and the past ones last."""
    if typed.strip():
        return finder.complete(typed)
    items = finder.complete("", len(finder))
    rank = {item: number for number, item in enumerate(POPULAR[kind])}
    return sorted(items, key=lambda item: (is_past(item), rank.get(item, len(rank))))
