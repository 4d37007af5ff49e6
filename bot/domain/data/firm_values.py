"""What the check knows of a firm: the numbers and facts that a requirement can test.

`data/README.md` says what each means.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

_Rd: TypeAlias = Literal["rd", "rd-each-year", "rd-two-years", "rd-average"]
_Money: TypeAlias = Literal["revenue", _Rd, "equity-2-years", "equity-3-years", "assets"]
_Growth: TypeAlias = Literal["growth", "main-growth", "main-growth-2-years"]
_RdShare: TypeAlias = Literal["rd-share", "rd-share-each-year", "rd-share-unstated-years"]
_Percent: TypeAlias = Literal[
    "main-share", "debt", "market-share", _Growth, _RdShare, "rd-staff-share"
]
_SelfScore: TypeAlias = Literal[
    "self-score", "self-score-innovation", "self-score-growth", "self-score-specialisation"
]
_Points: TypeAlias = Literal["score", "tech-score", _SelfScore, "best-right", "field"]
FirmNumber: TypeAlias = Literal[
    _Money, _Percent, _Points, "years", "rights", "rank", "contest-rank", "staff"
]
"""A number of the firm; each has its unit."""
UNITS: Final[Mapping[Any, str]] = {
    **dict.fromkeys(get_args(_Money), "CNY"),
    **dict.fromkeys(get_args(_Percent), "percent"),
    **dict.fromkeys(get_args(_Points), "points"),
    "years": "years",
    "rights": "rights",
    "rank": "rank",
    "contest-rank": "rank",
    "staff": "people",
}
"""Of each number."""

TierName: TypeAlias = Literal["innovative", "specialised", "little-giant"]
TIER_NAMES: Final[tuple[TierName, ...]] = get_args(TierName)
"""From the base upwards."""
"""As a fact: the firm holds this title or a higher one."""
Formality: TypeAlias = Literal[
    "established", "size", "listed", "banned", "incident", "champion", "control", "group", "audits"
]
Honour: TypeAlias = Literal[
    "high-tech", "ip-title", "rd-body", "own-rd-body", "standard", "brand", "it-core", "certified"
]
Prize: TypeAlias = Literal["nat3", "nat5", "nat", "nat3-five", "prov3", "prov"]
Fact: TypeAlias = Literal[TierName, Formality, Honour, Prize]
