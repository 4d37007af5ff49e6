"""Texts that are made to cost much: every script, what grows when it is normalised, repetition."""

import random
from collections.abc import Callable, Mapping
from itertools import islice

_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
)
_TRADITIONAL = (
    "專精特新小巨人企業貸款擔保補貼園區產業區獎勵資金證書條件標準認定複核浦東靜安寶山實驗創業貴廠"
)
_SYLLABLES = ("xiao", "ju", "ren", "qi", "ye", "dan", "bao", "dai", "kuan", "jiang", "li", "zhuan")
_TYPING_ERRORS = ("garantee", "subsedy", "lone", "distrikt", "awrad", "litle", "gaint", "fundng")
_HOUR_WORDS = ("九", "点", "半", "周", "一", "、", "每", "月", "日", "9", ":", "00", " ", "号")

_REPEATED: Mapping[str, str] = {
    "digits": "0123456789",
    "one digit": "9",
    "numbers with gaps": "1 ",
    "numbers with commas": "1,",
    "dates": "2024-12 ",
    "amounts": "3千万亿 ",
    "percentages": "百分之一5%",
    "combining marks": "a\u0301\u0323\u0330",
    "marks alone": "\u0301",
    "one into eighteen (U+FDFA)": "\ufdfa",
    "one into several (squared words)": "㌀㍿㎡½…㈱",
    "spaces": " ",
    "a and spaces": "a ",
    "newlines": "\n",
    "emoji": "👩‍👩‍👧‍👦🇨🇳✅",
    "Arabic": "قرض ضمان منحة ",
    "Cyrillic": "кредит гарантия грант ",
    "one letter": "a",
    "brackets": "(",
    "question marks": "?",
    "separators": "|",
    "weekdays in Chinese": "每周一、",
    "daily daily": "daily ",
    "what is": "what is the ",
    "什么是": "什么是",
    "how do I apply": "how do i ",
    "cron fields": "*/1,2-3 ",
    "one character": "贷",
}


def hostile_texts(length: int, seed: int = 6) -> dict[str, str]:
    """Texts of exactly that length, by what they are made of; the same each time."""
    dice = random.Random(seed)

    def drawn(draw: Callable[[], str]) -> str:
        text = ""
        while len(text) < length:
            text += draw()
        return text[:length]

    def latin() -> str:
        letters = "".join(islice(iter(lambda: dice.choice("etaoinshrdlu"), ""), dice.randint(3, 9)))
        return f"{letters} "

    texts = {
        "Latin words": drawn(latin),
        "one long Latin word": drawn(lambda: latin().strip()),
        "typing errors": drawn(lambda: f"{dice.choice(_TYPING_ERRORS)} "),
        "pinyin": drawn(lambda: dice.choice(_SYLLABLES)),
        "common Chinese": drawn(lambda: dice.choice(_COMMON)),
        "any Chinese": drawn(lambda: chr(dice.randint(0x4E00, 0x9FA5))),
        "traditional Chinese": drawn(lambda: dice.choice(_TRADITIONAL)),
        "words of schedules": drawn(lambda: dice.choice(_HOUR_WORDS)),
        "mixed": drawn(lambda: dice.choice((latin(), dice.choice(_COMMON), "30万 ", "é", "🙂 "))),
    }
    for name, unit in _REPEATED.items():
        texts[name] = (unit * (length // len(unit) + 1))[:length]
    texts["one letter, then another end"] = "a" * (length - 1) + "!"
    texts["spaces, then an end"] = "a" + " " * (length - 2) + "x"
    return texts
