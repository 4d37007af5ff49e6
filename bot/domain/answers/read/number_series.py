"""Numbers of two or three years in a question: sales, R&D, its share of sales, growth."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Final

from bot.domain.answers.read.clauses import SENTENCE_END
from bot.domain.text import UNIT, amount_value, parse_text

SALES: Final = (
    r"revenue|\brevs?\b|turnover|sales|annual income|"
    "营业收入|营业额|营收|度收入|年收入|销售额?|流水|(?<![务营他外])收入(?=[约是为达到有]{0,2}\\d)"
)
RD: Final = (
    r"r&d|research(?! (?:cent|bod|inst|lab|staff))|研发(?!机构|中心|人员)|科研(?!院|所|机构|人员)"
)
SHRINKS: Final = re.compile(r"shr[aiu]nk|\bfell|\bdown|dropped|下|跌|降|负增")
GROWTH: Final = (
    r"compound|growth|\bup(?! to)|grew|growing|\br[oi]se|climbed|\bincreased?|jumped|dropped|"
    r"\b(?:crept|inched|edged) |"
    r"shr[aiu]nk|\bfell|\bdown|增(?:长|速)?|涨|下降|下滑|跌|(?:revenue|sales|output|营收|产值) ?\+"
)
COME_TO: Final = rf"(?:{GROWTH})\w*(?: \w+ly| back)? to |(?:{GROWTH})了?[到至]"
"""What a sum has come to, however it changed."""
_VALUE: Final = re.compile(
    rf"(?<![\d.])(?<!\d,)(?!(?:20)?2\d年|20[12]\d(?:年|(?!\.?\d|\s*(?:%|{UNIT}))))"
    rf"(\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?:({UNIT})|(?P<percent>%|per ?cent|个百分点|个点))?"
)
"""A number that is no year, with its unit."""
SHARES: Final = re.compile(
    rf"(?P<rd_share>{RD})|(?P<growth>{GROWTH})|"
    "(?P<other>main|core|主营|主业|debt|负债|market|niche|市占|占有)"
)
"""What a percentage may be of."""
_SHARE_NAMES: Final = re.compile(
    r"(?P<debt>\bdebt|liabilities|gearing|负债)|(?P<main_share>\bmain\b|\bcore\b|主营|主业)|"
    r"(?P<market_share>\bmarket\b|\bniche\b|\bshare\b|市占|占有率|市场份额)|"
    rf"(?P<other>{RD}|{GROWTH}|loan|interest|rate of|export|profit|hold|own|abroad|overseas|world|"
    "subsid|贷|利|出口|海外|全球|持|股|补|担保|缴)"
)
"""What the only percentage of a clause may be; of the others the words say more."""
_SUMS: Final = re.compile(
    rf"(?P<revenue>{SALES})|(?P<rd>{RD})|(?P<other>assets|资产|equity|vc\b|venture|invest|fund|angel|创投|风投|融|投资|贷|loan|合同|profit|利润|export|出口|which|order)"
)
"""What a sum may be of."""
_INTO_RD: Final = re.compile(rf"(?: ?(?:yuan|rmb))? (?:in|on|for|to|into) (?:our |the )?(?:{RD})")
_BEFORE_HEAD: Final = re.compile(
    r"(?: ?(?:yuan|rmb|元))?(?: (?:spent|put|went))?(?: (?:into|in|of|on|for|to|from|by))?"
    r"(?: our| the| an?)?(?: (?:fresh|new|private|outside|external|strategic))? ?"
)
_LIST: Final = re.compile(
    r"(?P<before>(?<![\d.])\d{1,4}(?:\.\d+)?"
    r"(?:(?:, ?(?:and )?| and |、|/|和)\d{1,4}(?:\.\d+)?){1,3})"
    rf"\s*(?P<unit>{UNIT})"
)
_SPENT_ON: Final = re.compile(
    rf"(\d[\d.,]*\s*{UNIT})(?: yuan| rmb)?(?: (?:in|into|for|of) (?:{RD}))? (?:on|against|out of) "
    rf"(?:(?:{SALES}) of )?(\d[\d.,]*\s*{UNIT})|"
    rf"(?P<sales>\d+(?:\.\d+)?{UNIT})[^\d,;。]{{0,4}}(?:花|投)了?(?P<spent>\d+(?:\.\d+)?{UNIT})"
)
"""R&D of a year with the sales of that year."""
_SUM: Final = rf"(\d[\d.,]*\s*{UNIT})"
_SALES_THEN_RD: Final = re.compile(
    rf"(?:{SALES})[^\d,;。]{{0,12}}{_SUM}[^\d,;。]{{0,24}}(?:{RD})[^\d,;。]{{0,12}}{_SUM}|"
    rf"{_SUM}[^\d,;。]{{0,8}}(?:{SALES})[^\d;。]{{0,12}}{_SUM}[^\d,;。]{{0,12}}(?:{RD})"
)
"""Sales and R&D of one year; those of the other may follow in this order without their names."""
_TWO_SUMS: Final = re.compile(rf"[^\d,;。]{{0,24}}{_SUM}[^\d,;。]{{0,24}}{_SUM}")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_TOKEN: Final = re.compile(r"[a-z]+|20[12]\d|2\d(?=年)|\d+(?:\.\d+)?%|.")
_LINKS: Final = frozenset(
    "and then but just only even to plus after from in the a year years yr yrs before last "
    "previous this for at it was were is up down rose grew fell by about around first second "
    "next one followed that yuan rmb growth another spend spending costs".split()
) | {
    *" ,、/+&>-~():年的元从到涨增升降跌为是至达和跟与后又再则",
    *"费用投入只有才就去前今上大了约分别一二先速率长不过但而加",
}
"""Words and characters that may stand between the numbers of two years."""
_TIGHT: Final = re.compile(r"\s?(?:and|to|then|/|、|,|和|->|-)\s?")
"""What may stand after a number whose unit stands with the next one."""
_YEAR: Final = re.compile(
    r"20([12]\d)(?!\.?\d)|(?<!\d)(2\d)年|((?:the )?y(?:ea)?r before(?! last)|(?:year|one) earlier|"
    r"(?:previous|prior|preceding) y(?:ea)?r|before that)|"
    r"y(?:ea)?r before last|last y(?:ea)?r|this y(?:ea)?r|大前年|前年|去年|今年"
)
_AGO: Final = {
    "this year": 0,
    "this yr": 0,
    "今年": 0,
    "last year": -1,
    "last yr": -1,
    "去年": -1,
    "大前年": -3,
}
_NOT_SALES: Final = re.compile(
    r"profit|margin|market|capacity|headcount|staff|employ|cost|debt|liabilit|loan|"
    r"share\b|r&d|research|export|price|order|patent|customer|"
    "利润|毛利|产能|市场|人数|员工|职工|成本|负债|贷款|研发|占比|占有|市占|出口|价|订单|专利|客户"
)
_JOINT: Final = re.compile(r"[,;。、]|\b(?:but|while|and)\b|但|而")
_NEAR: Final = 28
_WIDE: Final = 40


@dataclass(frozen=True, slots=True)
class _YearValues:
    """Values of one thing, the oldest first."""

    topic: str
    values: tuple[float, ...]
    years: int
    """From the first to the last, as named, but this year; else one for each further value."""


def series_of(plain: str) -> Iterator[_YearValues]:
    """The series in a normalised question; what stands in brackets is a series of its own."""
    beside = [part for part in _BRACKETS.findall(plain) if _VALUE.search(part)]
    texts = (_BRACKETS.sub("", plain), ",".join(beside)) if len(beside) >= 2 else (plain,)
    for text in texts:
        for is_percent in (False, True):
            for chain in _chains(text, is_percent):
                has_unit = len(chain) >= 2 and (chain[-1]["percent"] or chain[-1][2])
                if has_unit and (found := _read(text, chain, is_percent)):
                    yield found


def spent_on_sales(plain: str) -> Iterator[tuple[str, str]]:
    """R&D stated on the sales of each year; of two years the earlier one's keys end in 1."""
    pairs = [*_SPENT_ON.finditer(plain)] if re.search(RD, plain) else []
    for year, pair in zip(("", "1"), reversed(pairs), strict=False):
        yield f"rd{year}", pair[1] or pair["spent"]
        yield f"revenue{year}", pair[2] or pair["sales"]


def sales_then_rd(plain: str) -> Iterator[tuple[str, str]]:
    """Sales and R&D of two years, the second without names; by the same keys."""
    one = _SALES_THEN_RD.search(plain)
    rest = _YEAR.sub("-", plain[one.end() :]) if one else ""
    other = _TWO_SUMS.match(rest.lstrip(",;。 "))
    years = _years(plain[max(0, one.start() - _NEAR // 2) :])[:2] if one else []
    if one is None or other is None or len(set(years)) < 2:
        return
    if any(head["other"] for head in _SUMS.finditer(other[0])):
        return
    for year, pair in zip(
        ("", "1"), (one, other)[:: 1 if years[0] > years[1] else -1], strict=True
    ):
        sales, spent = filter(None, pair.groups())
        yield f"revenue{year}", sales
        yield f"rd{year}", spent


def amount_of(written: str) -> float:
    """The number written, in yuan or percent; zero if there is none."""
    amounts = parse_text(written, numbers_only=True).amounts
    return amount_value(amounts[0]) if amounts else 0.0


def sums_in_list(plain: str) -> list[float]:
    """Sums whose unit stands only with the last: output of 3.2, 3.4 and 3.9bn."""
    return [
        amount_of(f"{number}{found['unit']}")
        for found in _LIST.finditer(plain)
        for number in re.findall(r"\d+(?:\.\d+)?", found["before"])
    ]


def amounts_in(text: str) -> frozenset[float]:
    """Every number in it, in yuan or percent."""
    return frozenset(amount_of(value[0]) for value in _VALUE.finditer(text))


def is_of_sales(plain: str, at: int) -> bool:
    """Whether the growth stated there is that of sales or output, not of something else."""
    said = _JOINT.split(plain[max(0, at - _WIDE) : at])[-1]
    return _NOT_SALES.search(said) is None


def only_share(clause: str) -> tuple[str, float] | None:
    """The share of a clause that names one, and one percentage."""
    values = [value for value in _VALUE.finditer(clause) if value["percent"]]
    names = {found.lastgroup for found in _SHARE_NAMES.finditer(clause)}
    if len(values) != 1 or len(names) != 1 or not (name := names.pop()) or name == "other":
        return None
    return name, float(values[0][1].replace(",", ""))


def _chains(plain: str, is_percent: bool) -> Iterator[list[re.Match[str]]]:
    """Values of one kind with nothing but years and connecting words between them."""
    chain: list[re.Match[str]] = []
    for value in _VALUE.finditer(plain):
        if value[2] if is_percent else value["percent"]:
            continue
        if chain and not _links(plain[chain[-1].end() : value.start()], chain, value):
            yield chain
            chain = []
        chain.append(value)
    yield chain


def _links(between: str, chain: Sequence[re.Match[str]], value: re.Match[str]) -> bool:
    if not (chain[-1][2] or chain[-1]["percent"]):
        return _TIGHT.fullmatch(between) is not None
    if not (value[2] or value["percent"]):
        return False
    if len(chain) == 1 and (spent := _INTO_RD.match(between)):
        between = between[spent.end() :]
    heads = SHARES if value["percent"] else _SUMS
    if (again := heads.search(between)) and again.lastgroup == _named_before(chain[0], heads):
        between = between[: again.start()] + between[again.end() :]
    return bool(between) and all(
        token in _LINKS or (len(token) > 1 and token[0].isdigit())
        for token in _TOKEN.findall(between)
    )


def _named_before(value: re.Match[str], heads: re.Pattern[str]) -> str | None:
    """What stands last before a value."""
    start = value.start()
    named = [*heads.finditer(value.string, max(0, start - _NEAR), start)]
    return named[-1].lastgroup if named else None


def _read(plain: str, chain: Sequence[re.Match[str]], is_percent: bool) -> _YearValues | None:
    topic = _topic(plain, chain, is_percent)
    between = plain[chain[0].end() : chain[-1].start()]
    if topic is None or (topic == "rd_share" and re.search(GROWTH, between)):
        return None
    unit = "%" if is_percent else chain[-1][2]
    values: list[float] = []
    at = max(0, chain[0].start() - _NEAR)
    for value in chain:
        said = _JOINT.split(plain[at : value.start()])[-1]
        falls = topic == "growth" and SHRINKS.search(said)
        values.append((-1 if falls else 1) * amount_of(f"{value[1]}{value[2] or unit}"))
        at = value.end()
    if not is_percent and len(values) > 2 and isclose(values[-1], sum(values[:-1])):
        del values[-1]  # what the years come to
    years = _years(plain[max(0, chain[0].start() - 2 * _NEAR // 3) : at + 2 * _NEAR // 3])
    if len(years) != len(values) or len(set(years)) < len(years):
        return _YearValues(topic, tuple(values), len(values) - 1)
    ordered = sorted(each for each in zip(years, values, strict=True) if each[0])
    return _YearValues(topic, tuple(value for _, value in ordered), ordered[-1][0] - ordered[0][0])


def _topic(plain: str, chain: Sequence[re.Match[str]], is_percent: bool) -> str | None:
    """What the values are of: named between the first two, before all, or after all."""
    first, last, heads = chain[0], chain[-1], SHARES if is_percent else _SUMS
    end = _BEFORE_HEAD.match(plain, last.end())
    after = heads.match(plain, end.end() if end else last.end())
    if _INTO_RD.match(plain, first.end()):
        return "rd"
    near = plain[max(0, first.start() - _NEAR) : first.start()]
    before = list(heads.finditer(near))
    between = _YEAR.sub("", near[before[-1].end() :]) if before else ""
    if not before or SENTENCE_END.search(between) or re.search(r"\d(?! ?(?:年|years?))", between):
        before = []
    found = before[-1] if before else after
    if found is None or found["other"]:
        return None
    if found.lastgroup == "growth" and not is_of_sales(plain, first.start()):
        return None
    if after and after.lastgroup != found.lastgroup:
        # What stands after the last value is of that one or, with a sum of its own, of the next.
        next_sum = re.match(r" ?[都达为约是]{0,2}\d", plain[after.end() :])
        of_next = not is_percent and next_sum is not None
        return found.lastgroup if of_next else None
    return found.lastgroup


def _years(near: str) -> list[int]:
    """The years named, the past ones counted from this year; none if both kinds are named."""
    found: list[int] = []
    for match in _YEAR.finditer(near):
        digits = match[1] or match[2]
        if digits:
            found.append(int(digits))
        elif match[3] and found:
            found.append(found[-1] - 1)
        else:
            found.append(_AGO.get(match[0], -2))
    return found if all(y > 0 for y in found) or all(y <= 0 for y in found) else []
