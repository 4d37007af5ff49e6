"""The typeface, loaded by its path, and the width of texts in it."""

import re
from functools import lru_cache
from typing import Final

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from pylopdf_fonts_zh_cn import sans_path

DPI: Final = 72
"""A point is a pixel."""

_OPENING: Final = "（“《〔"
_CLOSING: Final = "，。；：、）”》〕％%"
_WORD: Final = re.compile(
    rf"\s*[{_OPENING}]*(?:[^\s\u2e80-\u9fff\uff00-\uffef{_OPENING}{_CLOSING}]+[万亿]*[元家个]?|.)"
    rf"[{_CLOSING}]*"
)
"""Unbreakable units: a word, a number or a Chinese character, with its punctuation."""


@lru_cache(maxsize=64)
def face(size: float) -> FontProperties:
    """Noto Sans SC in this size, with Latin letters and simplified Chinese."""
    return FontProperties(fname=str(sans_path()), size=size)


@lru_cache(maxsize=1)
def _gauge() -> RendererAgg:
    return RendererAgg(1, 1, DPI)


@lru_cache(maxsize=4096)
def width_of(said: str, size: float) -> float:
    """The width of a line in pixels."""
    return _gauge().get_text_width_height_descent(said, face(size), ismath=False)[0]


def wrap(said: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width`, broken between words or Chinese characters."""
    lines: list[str] = []
    line = ""
    for word in (found.group() for found in _WORD.finditer(said)):
        if line and width_of((line + word).strip(), size) > width:
            lines.append(line.strip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line.strip()] if line.strip() else lines
