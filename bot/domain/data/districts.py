"""The sixteen districts of Shanghai, with their names in both languages."""

from typing import Literal

District = Literal[
    "pudong",
    "huangpu",
    "xuhui",
    "changning",
    "jingan",
    "putuo",
    "hongkou",
    "yangpu",
    "minhang",
    "baoshan",
    "jiading",
    "jinshan",
    "songjiang",
    "qingpu",
    "fengxian",
    "chongming",
]

DISTRICTS: dict[District, tuple[str, str]] = {
    "pudong": ("Pudong", "浦东新区"),
    "huangpu": ("Huangpu", "黄浦区"),
    "xuhui": ("Xuhui", "徐汇区"),
    "changning": ("Changning", "长宁区"),
    "jingan": ("Jing'an", "静安区"),
    "putuo": ("Putuo", "普陀区"),
    "hongkou": ("Hongkou", "虹口区"),
    "yangpu": ("Yangpu", "杨浦区"),
    "minhang": ("Minhang", "闵行区"),
    "baoshan": ("Baoshan", "宝山区"),
    "jiading": ("Jiading", "嘉定区"),
    "jinshan": ("Jinshan", "金山区"),
    "songjiang": ("Songjiang", "松江区"),
    "qingpu": ("Qingpu", "青浦区"),
    "fengxian": ("Fengxian", "奉贤区"),
    "chongming": ("Chongming", "崇明区"),
}
"""English and Chinese name of each district, in the city's own order."""

LINGANG = ("Lin-gang", "临港")
"""The special area that counts in Pudong and is marked."""

LINGANG_AREA = "lin-gang"
"""Chosen as a district: it counts in Pudong and has rules of its own."""

PLACES: dict[str, tuple[str, str]] = {
    "pudong": DISTRICTS["pudong"],
    LINGANG_AREA: LINGANG,
    **DISTRICTS,
}
"""What may be chosen as a district, with its names: Lin-gang stands after Pudong."""

_LOCALITIES: dict[District, str] = {
    "pudong": "zhangjiang jinqiao waigaoqiao lujiazui chuansha kangqiao zhoupu",
    "xuhui": "caohejing west-bund xujiahui",
    "minhang": "zizhu grand-neobay maqiao pujiang xinzhuang qibao meilong",
    "jiading": "anting nanxiang",
    "hongkou": "north-bund",
    "yangpu": "wujiaochang",
    "baoshan": "gucun nanda dachang luodian wusong",
    "fengxian": "situan nanqiao",
    "chongming": "changxing",
    "jinshan": "jinshan-industrial fengjing",
    "songjiang": "jiuting",
    "qingpu": "xujing zhaoxiang",
    "putuo": "taopu",
    "jingan": "shibei daning",
    "changning": "zhongshan-park",
    "huangpu": "peoples-square huaihai-road",
}
LOCALITIES: dict[str, District] = {
    LINGANG_AREA: "pudong",
    **{place: district for district, places in _LOCALITIES.items() for place in places.split()},
}
"""Places in one district that people name instead of it, by their ids in the glossary."""
