"""Words and characters that name no subject."""

import re
from functools import cache

from bot.domain.text import stem

STOP = frozenset(
    "a an the of in on at to for by with from and or is are was were be been do does did can "
    "could will would shall should may might must have has had i we you he she it they me us "
    "my our your their its this that these those there here what which who whom whose when "
    "where why how much many any some all if then than as about into per get gets got give "
    "gives given tell show say please under out up so not no yes just also still more most "
    "very too kind exactly s t going go now like want know anyone someone something anyway "
    "actually really currently ever only even make makes made take takes took use used uses "
    "work works mean means called says said every between within during since whether "
    "without around over again each thing things way ways let lets see need needs needed "
    "wants looking find found answer question okay ok hi hello thanks thank quick quickly "
    "maybe perhaps help yet already back else next last put set come comes coming one "
    "two three well good best big small lot lots least less few own same other others "
    "another such both either neither de le ma ne ba shi pls plz thx asap btw fyi".split()
)
STOP_ZH = frozenset(
    "什么 多少 怎么 哪些 哪个 如何 请问 一下 我们 可以 是否 有没 没有 能不 不能 告诉 知道 "
    "是多 少钱 是什 少家 的是 吗请 是几 几家 目前 现在".split()
)
FILLER_ZH = re.compile(
    r"请问|请教|咨询一下|咨询|麻烦|告诉我|我想知道|想知道|想问一下|想问|老板问|老板|领导|具体|"
    r"到底|究竟|大概|大约是|一般|比如|能不能|可不可以|是不是|有没有|需要|应该|拿到|能拿|评上|"
    r"算不算|我们公司|我们|我司|你们|一下"
)
FUNCTION_ZH = frozenset(
    "的了吗呢吧啊呀嘛哦是在有个家几多少到和与及或就都也还要会能可以从被把给对为这那哪什么怎没"
    "不我们你他它请问想知道最上下里去来过着得地条项位件次种只后前中时说看听让叫该若如果但而且"
    "因所向于按照等份底究竟拿做吃买卖用找带走跟像样点些谁何每各已将并又再才另外属内间"
)
"""Characters that join words; alone, or in a pair that occurs nowhere, they mean nothing."""


@cache
def stop_stems() -> frozenset[str]:
    """The English stop words and their stems."""
    return STOP | {stem(word) for word in STOP}
