"""Chinese questions of two parts, of a district or of years: what is asked stands first."""

import pytest

from bot.domain.release import Release
from tests.commands.test_ask_first_lines import first_lines


@pytest.mark.parametrize(
    ("question", "first", "below"),
    [
        ("一企一专员哪个区在搞", "### 闵行区", "400余名"),
        ("哪个区做十大关键点培训", "### 2026年2月6日，青浦区", ""),
        ("购租厂房补贴是哪个区的", "按闵行区2024年", "1000万元"),
        ("which district subsidises factory rent", "Under its rules of 2024 Minhang", ""),
        ("奖励单项冠军的是哪个区", "### 嘉定区：100万元、60万元", "市级制造业单项冠军"),
        ("创新型奖多少", "### 崇明区：5万元", "2023年"),
    ],
)
def test_which_district_is_answered_by_its_offer(
    release: Release, question: str, first: str, below: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)
    assert below in first_lines(release, question, 6)


@pytest.mark.parametrize(
    ("question", "first", "below"),
    [
        ("闵行小巨人多少钱", "### 50万元（已到期）", "2024年5月的规定取代"),
        ("闵行小巨人复核奖励", "### 未查到：闵行区对通过复核的", "50万元"),
        ("虹口小巨人复核给多少，有效期到哪天", "### 25万元", "未载明虹口区专精特新奖励的有效期"),
        ("临港小巨人奖多少，到什么时候", "### 最高100万元", "2028年3月31日"),
        ("静安小巨人奖多少，怎么申请", "### 最高50万元", "未载明静安区专精特新奖励如何申领"),
        ("小巨人奖多少钱", "### 因区而异", "10万元或30万元（适用哪一档未说明）"),
        ("小巨人补贴标准", "### 因区而异", "高成长奖励（应已结束）：**最高50万元**"),
    ],
)
def test_an_award_is_told_with_what_is_asked_beside_it(
    release: Release, question: str, first: str, below: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)
    assert below in first_lines(release, question, 12)


def test_which_district_pays_most_asks_for_no_other_giver(release: Release) -> None:
    assert "10万元或30万元" not in first_lines(release, "哪个区小巨人奖最高", 12)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("国家级集群上海一共几个，青浦有哪几个？", "### 2个国家级集群 · 青浦区", "14个"),
        ("特色产业园区全市几个，宝山有哪些？", "### 5个市级园区", "53个"),
        ("千亿级集群几个？浦东有哪些？", "### 4个千亿级集群 · 浦东新区", "11个"),
        ("市级特色产业园区几个，临港有哪些", "### 4个市级园区 · 临港", "55个"),
        ("国家级集群每年认定几个", "### 14个集群", "2022年认定"),
        ("市级特色产业园区从26个到53个分别是哪几年增加的", "### 26个园区（2020年3月）", "14个"),
        ("园区从40个涨到53个是哪一年", "### 26个园区（2020年3月） → 40个园区（2021年4月）", "14个"),
        ("featured parks over the years", "### 26 parks (March 2020) → 40 parks", "14 parks"),
    ],
)
def test_a_list_tells_how_many_the_city_has_and_had(
    release: Release, question: str, first: str, second: str
) -> None:
    heading, _, line = first_lines(release, question, 2).partition("\n")
    assert heading.startswith(first)
    assert second in line


@pytest.mark.parametrize(
    ("question", "first", "below"),
    [
        ("营收4800万，近两年股权融资8000万，小巨人能报吗", "### 不符合", "不再以新增股权融资"),
        ("48m sales and 90m from VCs, little giant?", "### No", "New equity is no longer"),
        ("没有5000万营收，能报小巨人不", "### 不符合", "低于5000万元"),
        ("5月31号忘了更新会怎样", "### 未查到：2026年办法下逾期", "丧失复核资格"),
        ("每年哪天前更新，逾期有什么处罚", "### 更新截止为5月31日", "所查来源未载明"),
        ("研发投入6000万，基础研究补助给多少，要不要申请", "### 500万元", "申请方式"),
        ("黄浦办公室房租有补贴吗", "### 未查到办公用房租金补贴", ""),
    ],
)
def test_each_clause_is_answered(release: Release, question: str, first: str, below: str) -> None:
    assert first_lines(release, question, 1).startswith(first)
    assert below in first_lines(release, question, 6)
