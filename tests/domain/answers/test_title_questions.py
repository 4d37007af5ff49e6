"""Questions about a firm and a title: the verdict first, then what decides it."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "met", "criterion"),
    [
        ("debt ratio is 78 at year end, we were going for little giant", False, "75"),
        ("sales only 6 mil, but vc paid in 25 mil in two years. SRDI?", True, "20 million"),
        ("in our niche for 2 and half years only, SRDI this year?", False, "3 years"),
        ("负债率78%报专精特新行不行", True, "80"),
        ("main business makes 85% of our sales. little giant?", False, "90"),
        (
            "we have 8% of the market yet are number two in China. little giant?",
            True,
            "first three",
        ),
        ("12m sales but a VC fund put 25 million into us. SRDI possible?", True, "20 million"),
        ("no patents but second place in a provincial science prize. SRDI?", True, "class I"),
        ("revenue 60m, 61m, 62m. does that growth suffice for little giant?", False, "5 percent"),
        ("we have 520 employees, are we a technology-based SME", False, "500"),
        ("an institution paid in 6 million, can we be an innovative SME", True, "5 million"),
        ("Debt ratio at year end was 78%. Still ok for SRDI?", True, "80"),
        ("9% of the market but we rank third in the country. little giant?", True, "first three"),
        ("营收23年6000万、24年6100万、25年7000万，增长这条小巨人过不过", True, "50 million"),
        ("two years of R&D came to 11 million together. little giant?", False, "12 million"),
        ("sales up 6% then 3%. enough growth for little giant?", False, "5 percent"),
        ("innovative SME self-test: 66 in total, 12 for growth. pass?", None, "15 of 30"),
        ("we are on the abnormal operation list, can we still file for SRDI", False, "abnormal"),
        ("失信名单还没修复，能报专精特新吗", False, "abnormal"),
        ("a serious quality problem last year, may we file for SRDI", False, "quality"),
        ("a major accident in our plant this March. SRDI possible?", False, "larger"),
        ("audit report of 2023 was never filed, little giant ok?", False, "2023"),
        ("can we skip SRDI and go straight to little giant? we are innovative", False, "SRDI"),
        ("我们刚评上创新型，可以跳级直接申报小巨人吗", False, "SRDI"),
        ("moved into this niche in June 2024, long enough for SRDI?", False, "3 years"),
        ("turnover of 41m, how far are we from little giant", False, "50 million"),
        ("a fund paid in 3 million. innovative SME shortcut?", None, "5 million"),
        ("进入这个赛道是2020年5月，专精特新年限够吗", True, "3 years"),
        ("in this product line since 2019, SRDI ok?", True, "3 years"),
        ("we started in this line in 2025, the firm is from 2010. SRDI?", False, "3 years"),
        ("only audited 2024 and 2025, audit reports ok for little giant?", False, "2023"),
        ("小巨人只有一份审计报告行吗", False, "2023"),
        ("high-tech firm, 80 staff, 9m sales, 8m assets. tech SME without points?", True, "500"),
        ("we asked the bank. the platform shows 53, enough for SRDI?", True, "50"),
        ("46m turnover, little giant? we raised 90 million from funds", False, "50 million"),
        ("a firm that never was SRDI, can it be little giant", False, "SRDI"),
        ("还没评专精特新，跳级报小巨人行不行", False, "SRDI"),
        ("高企，没当过专精特新，直接跳小巨人行伐", False, "SRDI"),
        ("only 6% of the niche, yet we are 全国老三. little giant?", True, "first three"),
        ("serious environment violation in 2025, may we file for SRDI", False, "environmental"),
        ("the product line was launched in autumn 2024. years ok for SRDI?", False, "3 years"),
        ("five designs, zero inventions, no lab. IP fine for SRDI?", None, "class I"),
        ("no patents, but our lab is recognised at provincial level. SRDI ok?", True, "class I"),
        ("没有发明专利，技术中心是省级认定的，专精特新行吗", True, "class I"),
        ("a little giant owns 60% of us, can we be a little giant", False, "controlling"),
        ("we are a subsidiary of a little giant, may we apply too", False, "controlling"),
        ("we hold no innovative title. can we go for SRDI?", False, "base-tier"),
        ("can we be a little giant without being an SRDI first", False, "SRDI"),
        ("母公司是小巨人，我们还能评小巨人吗", False, "controlling"),
        ("we are an MIIT champion since 2024, little giant as well?", False, "champion"),
        ("sister firm makes the same product and is in our group. little giant?", False, "group"),
        ("a bigger accident in our plant in 2025, innovative SME out?", False, "larger"),
        ("去年出过大事故，专精特新能报吗", False, "larger"),
        ("sales in the last full year: RMB 13.2 million. SRDI within reach?", None, "15 million"),
        ("turnvoer last year was 62m, enough for little giant?", True, "50 million"),
        ("上一年度收入合计5150万，够小巨人吗", True, "50 million"),
        ("rd 5.5m + 7m, enough for the little giant R&D total?", True, "12 million"),
        ("6m from a fund two years ago. innovative SME without points?", True, "5 million"),
    ],
)
def test_the_facts_decide(
    release: Release, question: str, met: bool | None, criterion: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    first = card.lines[0]
    assert card.heading == "check"
    assert first.met is met
    assert first.text is not None
    assert criterion in first.text.en


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("can I fire an employee on sick leave", "no-match"),
        ("we fire someone, may we apply for a title", "answered"),
    ],
)
def test_to_fire_somebody_is_no_incident(release: Release, question: str, status: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert answer.status == status
    assert "general-current" not in {record.id for card in answer.cards for record in card.shown}
    assert all(line.role != "open" for card in answer.cards for line in card.lines)


@pytest.mark.parametrize(
    "question",
    [
        "去年刚升规的工厂，今年产值涨12%，还有奖励吗",
        "first above-scale last year, output up 15% this year. what is in it for us?",
    ],
)
def test_one_offer_that_a_number_decides_is_no_list(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "a25-growth-ind"
    assert card.lines[0].met is True
    assert card.figures[0].value == 200_000


def test_money_for_growth_is_no_requirement(release: Release) -> None:
    question = "little giant since 2022, output up 25% and then 22%. Do we get any growth money?"
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "a25-lg-growth"


@pytest.mark.parametrize(
    "question",
    [
        "we produce coatings. are we a little giant?",
        "我们做轴承的，算小巨人吗",
        "a software house in Pudong, could we be SRDI?",
        "do we qualify for little giant? we make springs",
        "30 people, software in Pudong, could be SRDI?",
        "family firm making screws in Jiading, would we pass as SRDI?",
        "徐汇的软件公司，80号人，小巨人有希望吗",
        "我们闵行15个人的软件公司能评小巨人吗",
    ],
)
def test_who_tells_nothing_reads_what_is_required(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.heading == "check"
    assert {line.role for line in card.lines} == {"open"}
    assert card.lines[0].text
    assert "title" in card.lines[0].text.en


@pytest.mark.parametrize(
    "question", ["can we sell our little giant title", "我们公司可以把小巨人标志用在产品上吗"]
)
def test_what_is_done_with_a_title_is_no_check(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].heading != "check"


@pytest.mark.parametrize(
    ("question", "record", "silent"),
    [
        ("does dodging tax still bar a firm under the 2026 method", "general-current", True),
        ("偷漏税被罚过，新办法还卡不卡", "general-current", True),
        ("SRDI bid failed in spring, second attempt this autumn?", "ap-once", False),
        ("上半年专精特新落选，年内能重新申报吗", "ap-once", False),
        ("三月份专精特新没评上，后面批次还让再报一回吗", "ap-once", False),
        ("title lost over fabricated figures, may we reapply?", "m26-fraud", False),
        ("虚报数据被撤了称号，今年能再报吗", "m26-fraud", False),
    ],
)
def test_past_refusals_and_offences(
    release: Release, question: str, record: str, silent: bool
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.is_not_stated) == (record, silent)


def test_who_skips_a_title_reads_which_one_comes_first(release: Release) -> None:
    card = answer_question(release, "能不能跳过专精特新直接冲小巨人", TODAY).cards[0]
    assert any(line.text and "先取得" in line.text.zh for line in card.lines)


@pytest.mark.parametrize(
    ("question", "criterion"),
    [
        ("revenue 30m, score 60, SRDI ok? nobody knows our debt ratio", "80 percent"),
        ("负债率没问过，营收3000万，专精特新能报吗", "80 percent"),
        ("we scored 71 in total for the innovative SME, good enough?", "20 of 40"),
        ("120 staff and sales of 90m. technology-based SME?", "200 million"),
        ("an accident in 2025, no idea how it was graded. can we be SRDI?", "larger"),
        ("set up 7 years ago: are the years for SRDI settled?", "niche"),
        ("公司成立十年，小巨人年限够了吧，行吗", "niche"),
    ],
)
def test_what_was_not_told_is_open(release: Release, question: str, criterion: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.heading == "check"
    assert card.lines[0].role == "open"
    assert any(
        criterion in line.text.en for line in card.lines if line.role == "open" and line.text
    )


@pytest.mark.parametrize(
    ("question", "verdicts"),
    [
        ("we have 55 points. SRDI? little giant?", [True, False]),
        ("评价得分62，专精特新行吗，小巨人呢", [True, True]),
        ("we score 54, is that ok for both SRDI and little giant", [True, False]),
    ],
)
def test_two_titles_get_a_verdict_each(
    release: Release, question: str, verdicts: list[bool]
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.heading == "titles"
    assert [line.met for line in card.lines] == verdicts


@pytest.mark.parametrize(
    "question",
    ["a Korean-owned firm in Shanghai, can it be SRDI", "our parent is in France, SRDI possible?"],
)
def test_any_owner_may_apply(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == "m26-who"


@pytest.mark.parametrize(
    "question",
    [
        "registered in Nanjing with an office in Minhang, may we file for SRDI in Shanghai",
        "执照在昆山，上海只有销售，报上海专精特新行得通吗",
    ],
)
def test_a_firm_registered_elsewhere_reads_where_it_must_be(
    release: Release, question: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "ap-basic"
    assert card.lines[0].text is not None
    assert "registered in Shanghai" in card.lines[0].text.en


def test_bought_patents_do_not_count(release: Release) -> None:
    card = answer_question(
        release, "3 patents of our own plus 2 we bought, enough for little giant?", TODAY
    ).cards[0]
    said = " ".join(line.text.en for line in card.lines if line.text)
    assert "bought or transferred in do not count" in said


@pytest.mark.parametrize(
    ("question", "met"),
    [
        (
            "our equipment loan is of November 2025, does the central 1.5 point subsidy cover it?",
            False,
        ),
        ("2025年10月还的科技贷款，保费还能补一半吗？", False),
        ("little giant of 2022, sales up 24% then 17%: is the growth award ours?", False),
        ("21年的小巨人，营收前年涨26%去年涨22%，高成长奖励有份吗", True),
        ("去年首次升规的工厂，今年产值只涨8%，增长奖能拿吗", False),
        ("we spend 9 million a year on basic research, can we have the subsidy?", False),
        ("we spend 27m on basic research, can we have the 5 million?", None),
        ("our sister company sells us the corpus, may we claim the voucher", False),
        ("国企能申请中央那个固定资产贷款贴息吗", False),
        ("our little giant review was passed in 2025. is the Jiading award for us", False),
        ("registered in Qingpu, plant in Jiading, SRDI since May: is Jiading's award ours?", False),
        ("注册地在青浦，工厂在嘉定，嘉定的专精特新奖励能申请吗", False),
        ("medium-sized firm, loan due May 2027: can we roll it over", True),
        ("we need a guarantee of 45m, can the SRDI guarantee plan do that", False),
        ("our cluster made 2.7, 3.2 and 3.4bn, does it fit the 2024 city call", False),
        ("little giant since 2024, sales up 30% twice. can we have the growth award", False),
        ("科技贷款2025年11月才还，保费补贴能拿吗", False),
        ("去年刚升规，今年产值涨了32%，增长奖励还能拿吗", True),
        ("去年刚升规的工业企业，今年产值只涨了6%，有奖励吗", False),
        ("first above-scale last year, industrial output up only 7% this year, any bonus?", False),
        ("a 2020 little giant, output up 30% and 26%, do we get a bonus for growth", True),
        ("state-controlled firm: central equipment loan interest subsidy possible?", False),
        ("small SOE, the central equipment loan interest subsidy: us too?", False),
        ("fixed-asset loan of 70m in 2026, does the central subsidy cover all of it?", False),
        ("今年新放固贷一个亿，民营，中央贴息按全额算吗", False),
        ("a bakery with 22m sales, first time above-scale: is the award ours?", False),
        ("开火锅店的，首次升规，营收2500万，能拿升规奖励吗", False),
        ("we are SRDI. is a guarantee of 26m within the plan's limit?", True),
        ("sales just above 20 million, first time above-scale. Anything to collect?", True),
        ("we have no SRDI title yet, can we get the SRDI guarantee?", False),
        ("我们不是专精特新，能用专精特新担保吗", False),
        ("we are SRDI, can we get the SRDI guarantee?", None),
        ("Can a little giant get the growth award?", None),  # announced without an amount
        ("Can we combine the R&D subsidy with the little giant award?", None),
    ],
)
def test_dates_and_titles_decide_about_a_measure(
    release: Release, question: str, met: bool | None
) -> None:
    assert answer_question(release, question, TODAY).cards[0].lines[0].met is met


@pytest.mark.parametrize(
    "question",
    ["700 staff, 400m sales in retail: do we still count as an SME?", "1000人算中小企业吗"],
)
def test_the_size_standard_is_not_decided(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "general-current"
    assert card.lines[0].role == "open"


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("little giant w/ 2 yrs of strong growth - how do we claim that 500k?", "a25-lg-growth"),
        ("we sit in Lin-gang, first time SRDI, big R&D deduction. Money?", "aw-lingang"),
    ],
)
def test_an_offer_whose_sum_is_named_is_no_requirement(
    release: Release, question: str, record: str
) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == record


def test_what_is_open_is_named(release: Release) -> None:
    card = answer_question(release, "debt ratio 60%, revenue 70m, SRDI?", TODAY).cards[0]
    assert "SRDI development evaluation score" in [name.en for name in card.untold]


def test_all_rights_bought_are_none_of_the_firms_own(release: Release) -> None:
    question = "all our 4 patents were purchased, our own are pending. little giant?"
    lines = answer_question(release, question, TODAY).cards[0].lines
    assert any(line.text and "bought" in line.text.en for line in lines)


def test_a_condition_that_nobody_knows_is_open(release: Release) -> None:
    question = "小巨人，不知道哪年评上的，营收连着两年涨22%、30%，高成长奖励有份吗"
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.role == "open"


def test_what_depends_on_conditions_is_no_yes(release: Release) -> None:
    question = "can we have the central interest subsidy on a new machine loan"
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.role == "depends"
    assert line.met is None


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("our title is running out in 8 months, what now", "reviews it before expiry"),
        ("anything we must do every year to keep the SRDI title", "31 May"),
        ("怎么才能保住专精特新这个牌子", "3 years"),
        ("an SRDI title from 2024, does it stay valid", "stay valid until they expire"),
        ("our SRDI status ends in 2027. how do we get more years", "reviews it before expiry"),
        ("SRDI by the old rules, must we apply afresh", "stay valid until they expire"),
        ("专精特新按旧办法拿的，现在怎么处理", "stay valid until they expire"),
        ("小巨人年年要更新什么", "31 May"),
        ("what must we do each spring so the SRDI title remains valid", "31 May"),
        ("what have I to do every spring so the badge of SRDI stays alive", "31 May"),
        ("SRDI since 2024, 9m sales under the new bar: lose it?", "stay valid until they expire"),
    ],
)
def test_keeping_a_title(release: Release, question: str, says: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "keeping-current"
    assert card.lines[0].text is not None
    assert says in card.lines[0].text.en


@pytest.mark.parametrize(
    ("question", "record", "stated"),
    [
        ("have we missed the little giant round this year?", "lg26-round", True),
        ("when can we file for little giant", "lg26-round", True),
        ("小巨人申报期", "lg26-round", True),
        ("专精特新什么时候可以申报", "ap-batches", True),
        ("when does the next batch of little giants open", "little-giant-round-2026", False),
        ("上海专精特新现在还能报吗", "ap-batches", False),
        ("科技型中小企业怎么报，有没有时间段", "tech-sme26-round", True),
        ("technology-based SME, what steps, any fixed window?", "tech-sme26-round", True),
        ("filing season 2026 for technology-based SMEs?", "tech-sme26-round", True),
        ("上海下一批什么时候报", "ap-batches", False),
        ("is there a date for a second SRDI batch in 2026", "ap-batches", False),
    ],
)
def test_rounds(release: Release, question: str, record: str, stated: bool) -> None:
    found = answer_question(release, question, TODAY)
    assert found.cards[0].record.id == record
    assert (found.status == "answered") is stated


@pytest.mark.parametrize(
    "question",
    ["Revenue is 300m. Do we meet the little giant debt ratio?", "营收3亿，小巨人负债率这条够不够"],
)
def test_no_yes_where_the_requirement_asked_about_is_open(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.heading != "check"
    assert any(f.unit == "percent" and f.value == 75 for f in card.figures)


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("how can we find out our score", "definitions-current"),
        ("怎么查我们自己的评价得分", "definitions-current"),
        ("how do we get the Minhang award of 2025, anything we must do", "aw-minhang25"),
        ("高成长奖励怎么申领，交什么表", "a25-lg-growth"),
        ("小巨人高成长奖励咋领，没看到表", "a25-lg-growth"),
        ("申报之前自家评价分怎么查", "definitions-current"),
        ("new here. what is the order of these titles", "little-giant-current"),
        ("这几个称号先拿哪个后拿哪个", "little-giant-current"),
        ("what must be filled in for the Minhang SRDI award of 2025", "aw-minhang25"),
        ("老板问：客户等下家付款再付我们，怎么跟他谈", "pay25"),
    ],
)
def test_how(release: Release, question: str, record: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == record


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("which website takes the little giant papers", "ap-lgportal"),
        ("小巨人的表传到哪里", "ap-lgportal"),
        ("in the end, who approves little giants, Shanghai or the ministry?", "ap-lg"),
        ("小巨人最后归谁批", "ap-lg"),
        ("创新型中小企业由哪个部门认定", "ap-roles"),
        ("a broker asks 30,000 for a sure little giant title", "m26-nofee"),
        ("中介说包过专精特新，官方收费吗", "m26-nofee"),
        ("SRDI hard copy: what is in it and who signs", "ap-paper"),
        ("专精特新线下要交什么，谁签字", "ap-paper"),
        ("in which order do we collect the titles up to little giant", "little-giant-current"),
        ("创新型有几条路", "innovative-current"),
        ("SRDI subsidies: who decides", None),
        ("专精特新贷款在哪申请，什么网站", None),
    ],
)
def test_where_who_and_what_it_costs(release: Release, question: str, record: str | None) -> None:
    procedures = {"ap-lgportal", "ap-lg", "ap-roles", "m26-nofee", "ap-paper", "ap-portal"}
    found = answer_question(release, question, TODAY).cards[0].record.id
    assert found == record if record else found not in procedures


def test_what_is_asked_of_a_procedure_comes_before_its_steps(release: Release) -> None:
    question = "steps to little giant, and on which platform"
    lines = answer_question(release, question, TODAY).cards[0].lines
    assert lines[0].record.id == "ap-lgportal"
    assert any(line.record.id == "ap-lg" for line in lines[1:])


def test_a_holder_reads_the_conditions_before_whom_they_are_for(release: Release) -> None:
    question = "Minhang award of 2025 for little giants, what must we do to be paid"
    lines = answer_question(release, question, TODAY).cards[0].lines
    assert lines[0].text
    assert "monitoring" in lines[0].text.en
    said = [line.text.en for line in lines if line.text]
    assert len(set(said)) == len(said)


def test_steps_stay_in_their_order(release: Release) -> None:
    question = "what about the printed form, how is it to be stamped and signed"
    lines = answer_question(release, question, TODAY).cards[0].lines
    said = [line.text.en for line in lines if line.text]
    assert [s.split()[0] for s in said[:3]] == ["Print", "Stamp", "Have"]


@pytest.mark.parametrize(
    "question",
    [
        "5 patents, some of them utility models: enough for little giant?",
        "5件专利里有3件是实用新型，小巨人够吗",
    ],
)
def test_some_rights_of_another_class_decide_nothing(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert all(line.met is None for line in card.lines)


def test_the_year_before_asks_for_no_former_rules(release: Release) -> None:
    question = "main business 88% last year and 92% the year before, little giant?"
    assert answer_question(release, question, TODAY).cards[0].record.id == "little-giant-current"


def test_what_one_firm_gets_stands_before_long_conditions(release: Release) -> None:
    question = "small private tool maker, new loan in 2026, does the state help with interest?"
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "fi-national-int"
    assert [f.value for f in card.lines[0].figures] == [1.5]


def test_a_missed_update_is_not_answered_by_the_yearly_duties(release: Release) -> None:
    question = "forgot the 31 may update this year. do we lose the title now?"
    assert answer_question(release, question, TODAY).status == "not-stated"
