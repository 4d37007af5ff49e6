"""Finds the term whose meaning a question asks for: what is X, X是什么."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.data.models import Term
from bot.domain.search.pinyin import Pinyin
from bot.domain.text import Plain, has_chinese, parse_text

_WHAT: Final = r"(?:wtf|what(?: on earth| exactly| the \w+)?)"
_END: Final = (
    r"(?: in (?:china|plain|simple|business|policy)(?: \w+){0,2})?"
    r"(?: exactly| anyway| please| pls| here| lol| haha)*[ ?!.。]*$"
)
_ASKED: Final = tuple(
    re.compile(pattern + _END)
    for pattern in (
        r"^(?:so |and |please )?what(?: is|'s|s| are|'re) the (?:meaning|definition) of (.+?)",
        (
            r"^(?:.{0,40}(?:-|:|,|!) ?)?(?:so |and |please )?"
            rf"{_WHAT}(?: is|'s|s| are|'re) (?:exactly )?(?:meant by )?(.+?)(?: means?)?"
        ),
        r"^(?:please )?tell me what (.+?) (?:is|are|means)(?: in shanghai)?(?:,? in short)?",
        rf"^(?:so |and |please )?{_WHAT} (?:does|do) (.+?)(?: even| actually)? (?:mean|stand for)",
        r"^what(?: on earth| exactly)? counts? as (.+?)(?: ?\(.+?\))?(?: (?:for|in|under) .+?)?",
        r"^what(?: is|'s) th(?:is|at|e) (.+?) (?:thing|business|stuff)(?: (?:in|under|of) .+)?",
        r"^(?:how|what) (?:is|are) (.+?)(?: (?:in|under) .+?)? (?:understood|defined)",
        (
            r"^(.+?)(?: (?:in|under) .+?)? ?[,:-]+ how (?:is|are) (?:it|that|this|they) "
            r"(?:understood|defined)"
        ),
        r"^(.+?)[?!,.: ]+what(?: does| do|'?s| is) (?:it|th\w+) (?:\w+ )?(?:mean|stand for)",
        r"^(?:please )?(?:define|explain|meaning of|definition of) (.+?)",
        r"^(.+?)[?!,.: -]+(?:please |pls )?(?:explain|eli5|in (?:plain|simple) \w+)\b.{0,30}?",
        r"^(.+?)[?,。]+.{0,6}(?:通俗|大白话|解释|讲讲|说说).{0,8}?",
        r"^(.+?)(?: (?:in|under) the [\w ]+)?[,:]? (?:meaning|definition)",
        r"^(?:请问|请解释(?:一下)?|解释(?:一下)?)?(?:什么是|什么叫做?|何谓|何为)(.+?)(?:啊|呢|呀)?",
        (
            r"^(?:.{0,10},)?(?:请问)?(.+?)(?:到底|究竟)?(?:是|指的?是?)个?什么(?:个)?"
            r"(?:意思|含义|东西|概念|玩意儿?|鬼)?(?:啊|呢|呀)?"
        ),
        r"^(.+?)(?:都|分别)?(?:是|指)哪(?:些|[几两二三四五六七八九十\d]+(?:个|家|样|项|类|种))",
        r"^(.+?)(?:是)?(?:干嘛|干什么|做什么)(?:用)?的",
        r"^(?:请问)?(.+?)(?:到底|究竟)?什么(?:意思|鬼|玩意儿?)(?:啊|呢|呀)?",
        r"^(?:the )?[\"'](.{4,40}?)[\"'].{0,48}?\b(?:mean(?:s|ing)?|thing)\b.{0,40}",
        r"^.{0,10}?[\"「](.+?)[\"」].{0,12}(?:怎么|如何)(?:定义|理解|界定)的?",
        r"^.{0,12}?[\"「](.+?)[\"」](?:到底|究竟)?(?:是|指)的?个?什么(?:意思|东西|概念)?",
        r"^(?:请问)?(.+?)(?:到底|究竟)?(?:怎么|如何)(?:定义|理解|界定)的?",
        r"^(?:请问)?(.+?)(?:的)?(?:定义|含义|意思)(?:是什么)?",
        r"^(.+?) ?shi ?shen ?me(?: ?yi ?si)?",
        r"^shen ?me ?shi ?(.+?)",
        r"^(.+?) ?= ?",
    )
)
_COMPARES: Final = re.compile(
    r"\b(?:so |and |please )?(?:what(?: is|'s|s)? )?(?:the |any )?diff(?:erence)?s? between\b|"
    r"\b(?:so |and |please )?(?:how|what) (?:is|are|does|do)(?= )(?=.*\bdiffer)|"
    r"[,:-]? ?\b(?:what(?: is|'s|s)? )?(?:the |any )?diff(?:eren(?:ce|t))?\b|\bdiffers?\b|"
    r"\b(?:vs\.?|versus)|"
    r"\b(?:is|are) (?=.*\bsame\b)|\b(?:really )?(?:one and )?the same(?: thing)?\b|"
    r"(?:到底|究竟|之间|两者|三者)*(?:有|的|是)?(?:什么|哪些|何)?(?:区别|不同|不一样|差别|差异)[啊呢呀吗么]?|"
    r"(?:到底|究竟)?(?:是不是|是)(?:一回事|一样|同一个东西)(?:吗|么|伐|啊)?|怎么区分"
)
"""Asks how things differ, or if they are the same."""
_ASIDE: Final = re.compile(
    r",? (?:in (?:one|a|short|plain|simple)\b[a-z ]*|please|pls|briefly|simply)(?=[?!. ]*$)|"
    r",?(?:一句话|简单|大白话)(?:说|讲)?(?:一?下|说|讲)?(?=[?!。 ]*$)|"
    r"^(?:一句话|简单)(?:说|讲)(?:一?下|说|讲)?,?"
)
"""How short the answer is to be."""
_BETWEEN: Final = re.compile(r"\||[,、;?]|\b(?:and|or|from|to|as|with)\b|[和跟与]|还是")
_MARKS: Final = " ?!.。"
_SENTENCE: Final = re.compile(r"[?!。]\s*|\.\s+")
_CLAUSE: Final = re.compile(
    r"[,;]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])|"
    r" and (?=(?:is|are|how|what|can|do|does|who)\b)"
)
_ARTICLE: Final = re.compile(r"^(?:an?|the) ")


class Glossary:
    """The terms that have a definition, by name."""

    def __init__(self, terms: Iterable[Term], pinyin: Pinyin) -> None:
        """Parses every name once."""
        self._terms: dict[tuple[str, ...], Term] = {}
        self._spelled: dict[str, Term] = {}
        for term in terms:
            if term.definition is None:
                continue
            for name in _names(term):
                if units := _units(name):  # a year has none
                    self._terms.setdefault(units, term)
                if has_chinese(name):
                    self._spelled.setdefault("".join(pinyin.of(name)), term)
            if term.pinyin:
                self._spelled.setdefault(term.pinyin.replace(" ", ""), term)

    def defined_term(self, plain: Plain) -> Term | None:
        """The term whose meaning a question, or its last sentence, asks for; None for others."""
        bare = re.sub(r"\s+", " ", plain).rstrip(_MARKS)
        for text in dict.fromkeys((bare, _SENTENCE.split(bare)[-1], _CLAUSE.split(bare)[0])):
            for pattern in _ASKED:
                if (found := pattern.match(text)) and (term := self._named(found[1])):
                    return term
        return None

    def compared_terms(self, plain: Plain) -> tuple[Term, ...]:
        """The terms that a question sets side by side, if it names nothing else; else none."""
        spaced = _ASIDE.sub("", re.sub(r"\s+", " ", plain))
        if not _COMPARES.search(spaced):
            return ()
        names = [n for n in _BETWEEN.split(_COMPARES.sub("|", spaced)) if n.strip(_MARKS)]
        found = [self._named(name) for name in names]
        terms = tuple(dict.fromkeys(term for term in found if term))
        return terms if None not in found and len(terms) > 1 else ()

    def _named(self, name: str) -> Term | None:
        bare = _ARTICLE.sub("", name.strip(" \"'「」《》"))
        return self._terms.get(parse_text(bare).units) or self._spelled.get(bare.replace(" ", ""))


def _units(name: str) -> tuple[str, ...]:
    """The units of a name of the data set."""
    return parse_text(name, simplified=True).units


def _names(term: Term) -> Iterator[str]:
    """Its names, and the aliases that lengthen or shorten a name.

    Other aliases may be related things (a stock exchange for a listing).
    """
    yield from (term.en, term.zh, *term.abbreviations)
    english, chinese = set(_units(term.en)), _letters(term.zh)
    for alias in term.en_aliases:
        units = set(_units(alias))
        units -= _FIRM - english
        if units and (2 * len(units & english) >= len(units) or units >= english):
            yield alias
    for alias in term.zh_aliases:
        letters = _letters(alias)
        if {*letters} <= {*chinese} or chinese in letters:
            yield alias


_FIRM: Final = frozenset(_units("firm company enterprise business SME"))
"""Words that a name of a kind of firm may end with."""


def _letters(name: str) -> str:
    return "".join(_units(name))
