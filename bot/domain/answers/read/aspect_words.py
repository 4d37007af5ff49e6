"""What people ask about a record that it may not state, and the words for it."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

Aspect: TypeAlias = str
"""A key of PATTERNS."""


class Words(NamedTuple):
    """How a normalised question asks for an aspect, and what a record that states it says."""

    asks: str
    says: str
    of: Literal["titles", "zones"] | None = None
    """titles: also of what a title requires · zones: of parks and clusters alone."""


PATTERNS: Final[Mapping[Aspect, Words]] = {
    "phone": Words(
        r"\bphone|telephone|\b(?:can|do|to|should|could) (?:i |we )?(?:call|ring)\b|"
        r"\bnumber\b.{0,24}\b(?:call|ring|dial)\b|contact person|电话|手机号|联系人",
        r"\d{7,}|\b12345\b",
    ),
    "website": Words(
        r"\bwebsite|\bweb ?(?:page|address)\b|\burl\b|e-?mail|网址|官网|邮箱",
        r"www\.|\.cn\b|\.com\b|http|@",
    ),
    "office-rent": Words(
        r"^(?!.*(?:comput|\bgpu|server|\bfactor|\bplants?\b|\bpower\b|cluster|voucher))"
        r".*\b(?:office|desk|workspace|premises|shop)s?\b.{0,16}\brents?\b|"
        r"^(?!.*(?:comput|\bgpu|server|\bfactor|\bplants?\b|\bpower\b|cluster|voucher))"
        r".*\brents?\b(?=.*(?:subsid|support|relief|grant|help|office|desk))|"
        r"^(?!.*(?:算力|厂|显卡|设备|gpu|券)).*(?:房租|办公.{0,6}租金?|租.{0,3}办公|租金.{0,6}[补贴减免])",
        r"\boffice (?:rent|space)|\bfactor(?:y|ies)\b|\brent relief\b|办公(?:用房|场)|厂房|房租",
    ),
    "rent": Words(
        r"\brents?\b(?! subsid| bill)|cost per (?:sqm|sq|square)|office space cost|"
        r"租金(?!.{0,4}(?:补|支持))|房租|租一平",
        r"\brents?\b|租金|房租",
    ),
    "energy-price": Words(
        r"\bkwh\b|(?:power|electricity|energy) price|cents per|电价|每度|度电|多少一度",
        r"\bkwh\b|千瓦时|电价|每度",
    ),
    "average": Words(
        r"\baverage\b|平均|户均|人均|每家.{0,8}(?:贷|拿|得|投)了",
        r"\baverage|平均|户均|人均",
        of="titles",
    ),
    "jobs": Words(
        r"\bjobs\b|how many (?:people|workers|employees|staff) (?:do|did|work|are)|就业|岗位|"
        r"员工总数|多少个?人(?:上班|工作)",
        r"\bjobs?\b|employ|people work|staff|\bworkers\b|就业|从业|职工|员工|人员|\bpeople\b",
        of="titles",
    ),
    "women": Words(
        r"\bwom[ae]n\b|\bfemale\b|女性|女老板|女企业家", r"\bwom[ae]n\b|\bfemale\b|女", of="titles"
    ),
    "export": Words(r"\bexport\w*|出口", r"\bexport|出口", of="titles"),
    "profit": Words(r"\bprofits?\b|利润|净利", r"\bprofit|利润"),
    "tax": Words(
        r"tax (?:break|relief|cut|holiday|rate|exemption)|"
        r"tax(?:es)? (?:do|are|is) paid|\btax(?:ed|able)\b|免税|减税|税率|税收优惠|征税|缴税|交税",
        r"\btax|税",
    ),
    "success-rate": Words(
        r"(?:success|pass|approval|acceptance|rejection) rate|\bodds\b|\bchances?\b|"
        r"how many (?:firms |companies )?(?:appl(?:y|ied)|applicants|fail|were rejected)|"
        r"(?:share|percent\w*|%|proportion) of (?:the )?(?:applica\w+|firms that apply)|"
        r"(?:通过|成功|获批|入选|录取)(?:率|比例)|淘汰|(?:多少|几)家?(?:企业|公司)?(?:来|去)?(?:申报|申请|没过|被拒)",
        r"(?:success|pass|approval) rate|\d applied\b|\d applicants|通过率|成功率|家申报",
        of="titles",
    ),
    "duration": Words(
        r"how (?:long|quick\w*|fast|soon) (?:do|does|will|is|until|till|after)\b.{0,60}"
        r"(?:take|paid|money|decid|decision|approv|process|account|result|wait|payout)|"
        r"\bwhen (?:do|does|did|will|is|are|can) .{0,40}(?:transfer|wire|paid|"
        r"pay (?:it |us )?out|"
        r"money (?:arrive|come)|payout|on (?:our|the) account|reach (?:us|our))|"
        r"when .{0,30}money arrive|打款|"
        r"(?:哪天|几号|什么时候|几月|几时).{0,6}打到|"
        r"(?:什么时候|几时|何时|哪天|几月份?)(?:能)?(?:发(?!布)|给钱|到手|拿到钱|拨)|"
        r"working days|turnaround|how many (?:days|weeks|months) (?:until|till|before|does)|"
        r"多久(?:能)?(?:到账|下来|批|审|出结果|办|放款|拿到|打款)|"
        r"(?:几|多少)个?工作日|几个?(?:礼拜|星期|周|月)(?:到账|下来|能)|几天(?:能)?(?:批|到|办|下)|审批要|要等多久|办理时限|什么时候到账|几时到账",
        r"working days|within \d+ (?:days|months|weeks)|工作日|\d+[天日]内|个月内",
        of="titles",
    ),
    "paid-so-far": Words(
        r"(?:paid|lent|spent|granted|used|given|issued|money).{0,50}\b(?:so far|to date)\b|"
        r"\b(?:already|actually) (?:been )?(?:paid|lent|granted|used|spent|given)|"
        r"\bhow much (?:was|were) .{0,40}\blast year|"
        r"\bhow (?:much|many) .{0,30}(?:did|has|have|was|were)\b.{0,50}"
        r"\b(?:hand|paid|pay|g[ai]ve|spen[dt]|dish|go|went).{0,50}"
        r"\b(?:in total|altogether|overall|in all)|"
        r"\btotal (?:money|cash|sum|amount|payout)s? (?:paid|given|spent|handed)|"
        r"\bwhat (?:did|has) .{0,40}\bspen[dt] .{0,40}\b(?:in total|altogether|overall)|"
        r"\bpaid out in (?:total|all)|"
        r"(?:一共|总共|合计|全年|全市)[^,。?]{0,14}(?:发|补|贴|奖|拨|花)(?:了|出去)多少|"
        r"实际(?:采购|支出|投放|落实)|"
        r"到现在|目前为止|迄今|(?:实际|已经?)(?:发|放|贷|用|投|拨|花)(?:出|掉|了|放)",
        r"so far|to date|cumulative(?! count| figure)|disbursed|paid out|granted|\bissued\b|"
        r"had been|累计(?!数|口径|\d+家)|发放|投放|已(?:发|放|贷|投)",
    ),
    "base": Words(
        r"(?:percent|%|share|rate) (?:\w+ ){0,2}of (?:exactly )?(?:what|which)\b|"
        r"\b\d+(?:%| percent) of (?:exactly )?what|(?:什么|哪个[^,。?]{0,4}|哪笔钱)的\d+%|"
        r"计算基数|按(?:什么|哪个)基数",
        r"unit:percent of|percent of (?!interest|what)|[Ss]hare of",
    ),
    "budget": Words(
        r"\b(?:total|what|which|annual|yearly) (?:[\w']+ ){0,3}budget\b|\d{4} budget|"
        r"how (?:big|large|much) .{0,30}budget|预算(?:是|有|为)?多少|多少预算|年预算",
        r"scope:total|unit:CNY scope:None|budget (?:of|is|was)|预算(?:为|额|总|\d)",
    ),
    "weights": Words(
        r"\bweight(?:s|ed|ing)?\b|\bformula\b|"
        r"how many points (?:does|do|is|are) each|each of the .{0,24}points|权重|公式|"
        r"\bpoints? (?:per|for (?:an?|one|each)) (?:[\w-]+ )?(?:patent|right|indicator)s?\b|"
        r"(?:每项|各占?|每个)(?:分别)?(?:几|多少)分|占(?:几|多少)(?:分|分值)|多少分值",
        r"\bweight|up to \d+ (?:of \d+ )?points|权重|最高\d+分",
        of="titles",
    ),
    "fee": Words(
        r"(?<!in )\bfees?\b(?!.*(?:subsid|voucher|refund|back|cover|help|chip|off))|"
        r"how much .{0,30}\bcharge|what .{0,30}\bcharge|"
        r"what (?:do|does|did|would|will|is|a) .{0,40}\bcosts?\b|"
        r"费用(?!.*[补报贴退减抵])|收费|(?:手续|入驻|会|年)费|要交.{0,4}钱",
        r"\bfees?\b|\bcharge|\bfree\b|\bcost\b|收费|费率|免费|手续费|保费",
    ),
    "interest-rate": Words(
        r"interest rates?\b|\blpr\b|annual rate|at what interest|"
        r"what interest (?:do|does|is|will|would)\b|"
        r"利率|年化|几厘|年息|月息|利息(?:是|要|收)?(?:多少|几)",
        r"interest rates?\b|\blpr\b|percentage points?|利率|百分点",
    ),
    "collateral": Words(
        r"(?<!no )(?<!without )\bcollateral\b|\bcollateral\b.*guarant|抵押.*担保|\bmortgage\b|"
        r"(?<!没有)(?<![没无])抵押|质押|担保物|"
        r"pledge\b.{0,20}(?:flat|house|property|home)",
        r"\bcollateral\b|\bmortgage|\bpledge|unsecured|credit loan|抵押|质押|信用贷",
    ),
    "banks": Words(
        r"which banks?\b|what banks?\b|names? of the banks?|哪(?:些|几家|家|个)银行",
        r"Bank of [A-Z]|[A-Z]\w+ Bank\b|"
        r"(?:交通|浦发|上海|中国|工商|建设|农业|招商|兴业|民生|邮储|农商)银行",
    ),
    "insurers": Words(
        r"(?:which|what) insur\w+|names? of the insur\w+|"
        r"哪(?:些|几家|家|个)保险|保险公司.{0,4}(?:名单|哪)",
        r"[A-Z]\w+ (?:P&C|Insurance)\b|(?:人保|太保|太平洋|平安|国寿|中华)\w{0,4}(?:财险|保险)",
    ),
    "person": Words(
        r"who heads\b|"
        r"who(?:'s| is) the (?:\w+ )?(?:director|head|boss|chief|manager|chair\w*)\b|"
        r"(?:name|surname) of the (?:director|head|boss|chief|manager)|"
        r"(?:负责人|主任|处长|科长|领导|经理|对接人)(?:是|叫)(?:谁|什么|哪)|谁是.{0,12}(?:负责人|主任)",
        r"\b(?:Mayor|Minister|[Hh]eaded by|[Dd]irector [A-Z])|市长|部长|主任[^，。]{0,3}姓",
    ),
    "exchange": Words(
        r"(?:how many|number of) .{0,60}(?:hong kong|star market|nasdaq|beijing|chinext)|"
        r"(?:多少|几)家.{0,16}(?:港股|港交所|北交所|科创板|创业板|纳斯达克)|"
        r"(?:港股|港交所|北交所|科创板|创业板|纳斯达克).{0,12}(?:多少|几)家",
        r"Hong Kong|STAR|Nasdaq|Beijing [Ss]tock|ChiNext|港股|港交所|北交所|科创板|创业板",
        of="titles",
    ),
    "late-interest": Words(
        r"(?:late|penalty|default|overdue)[- ](?:payment )?interest|"
        r"interest .{0,20}\b(?:late|overdue)|penalty .{0,16}\b(?:per day|a day|rate)|"
        r"罚息|逾期利息|滞纳金|违约金|(?:拖|逾期).{0,8}利息",
        r"interest of \d|interest at \d|利息.{0,6}\d|罚息.{0,6}\d",
    ),
    "lost": Words(
        r"\blost (?:the|their|its)\b|\bdelist|\bstripped\b|\bwithdrawn\b|摘牌|被取消|除名",
        r"\blost\b|\bdelist|\bwithdr|\bcancel|\brevo|取消|撤销|摘牌",
    ),
    "hours": Words(
        r"opening hours|office hours|what time\b|几点|周[六日末](?:上班|开|办)|上班时间|"
        r"\bopen (?:on|at) (?:\w+days?|weekends?|lunch|noon)\b|营业时间|办公时间",
        r"\bhours\b|\d{1,2}:\d\d|上班|时间",
    ),
    "operator": Words(
        r"who (?:runs|operates|owns|developed|manages) (?:the )?.{0,40}"
        r"(?:park|zone|cluster|valley|island|base|port|town|belt)|"
        r"谁(?:在)?(?:运营|开发|经营)|运营(?:方|商|公司)|开发商",
        r"operat|develop(?:er|ed by)|run by|managed by|\bowned\b|运营|开发|管理|投资建设",
    ),
    "tenants": Words(
        r"\btenants?\b|(?:how many|number of) (?:firms|companies)|入驻|(?:多少|几)家(?:企业|公司)",
        r"\btenants?\b|unit:firms|settled|companies|入驻|家企业",
        of="zones",
    ),
    "industry": Words(
        r"(?:what|which) industr|\bfocus\b|主打|什么(?:行业|产业)|哪个行业|主导(?:产业|方向)",
        r"\bfor \w|主导|产业为|聚焦|focus",
        of="zones",
    ),
    "level": Words(
        r"\b(?:city|municipal|district|national)(?:[ -]level)? or "
        r"(?:city|municipal|district|national)(?:[ -]level)?\b|\b(?:what|which) level\b|"
        r"[市区国家]+级(?:园区|的)?还是[市区国家]+级|哪一?级|什么级别",
        r"\b(?:city|district|national|municipal)[ -]level|市级|区级|国家级",
        of="zones",
    ),
    "opened": Words(
        r"when (?:was|did|were|is) .{0,60}(?:found|open|set up|start|built|establish|launch)|"
        r"(?:哪年|哪一年|什么时候|何时|几时).{0,12}(?:成立|建成|开园|开业|设立|启动|揭牌)",
        r"\b(?:19|20)\d\d\b|(?:19|20)\d\d年",
    ),
    "firm-names": Words(
        r"who (?:are|were) the (?:\w+ ){0,3}(?:firms|companies|winners)|"
        r"names? of (?:the )?(?:\w+ ){0,2}(?:firms|companies|winners)|"
        r"which (?:\w+ )?(?:firms|companies) (?:signed|won|joined|were chosen|are on)|"
        r"哪(?:几|些)家?(?:企业|公司)(?:签|上榜|入选|获|中)|(?:企业|公司)(?:的)?名单|是哪(?:几|些)家企业",
        r"Co\.|Ltd|\bInc\b|Group\b|such as|including|公司|集团|包括|例如",
    ),
    "per-project": Words(
        r"\bper project\b|\beach project\b|\bticket size|\bper deal\b|每个项目|单个项目|单笔|每笔",
        r"\bproject|\bdeal\b|项目|单笔",
    ),
    "last-day": Words(
        r"(?:last day|deadline|by when|until when|closing date).{0,30}(?:appl|fil)|"
        r"(?:appl\w*|filing|file).{0,20}(?:deadline|close|last day|by when)|"
        r"(?:申报|申请|填报).{0,8}(?:截止|期限|到哪天|到几号)|截止申报|几号截止",
        r"\bfil(?:e|ed|ing)\b.{0,60}\d|appl\w+ .{0,60}\d|"
        r"(?:申报|申请|填报|受理|提交).{0,40}\d+[月日]|截止",
    ),
    "closing": Words(
        r"closing date|cut-?off date|\bdeadline\b|last date|截止|最晚|最迟|几号前|哪天前",
        r"unit:(?:days|months)|"
        r"\b(?:to|until|by|before|ends?|due|from|than)\b.{0,12}\d{1,2} [A-Z]\w+ 20\d\d|"
        r"\b(?:to|until|by|before|from) \d{1,2} [A-Z]\w+|(?:[至到]|截止|截至).{0,12}\d+[月日]|"
        r"\d+[月日]\d*日?[前止]",
    ),
    "documents": Words(
        r"\b(?:which|what|any) (?:\w+ ){0,2}(?:documents?|papers?|paperwork|forms?|materials|"
        r"evidence|proofs?|certificates?|attachments?)\b|"
        r"paperwork (?:needed|required|for|to)\b|"
        r"documents? (?:needed|required|for|to (?:hand|submit|file))\b|"
        r"what (?:do|must|should) (?:we|i) (?:have to |need to )?"
        r"(?:hand in|submit|upload|prepare)|"
        r"(?:什么|哪些|几份)(?:\w{0,2})(?:材料|资料|证明|表格|附件)|(?:材料|资料)(?:清单|有哪些|是什么)|"
        r"(?:交|准备|提交|带|要)(?:点|些)?(?:什么|哪些)(?:东西|材料|资料)?$",
        r"\bforms?\b|\bpapers?\b|documents?|evidence|certificat|printout|audit report|materials|"
        r"proofs?\b|no application|without (?:an )?appl|not apply|"
        r"材料|资料|证明|申请表|审计报告|申请书|证书|免申",
    ),
    "committee": Words(
        r"\bcommittee\b|\bjury\b|\bpanel\b|\bexperts\b|"
        r"who (?:decides|selects|picks|chooses|judges|evaluates|assesses|approves|reviews|checks|"
        r"signs (?:it )?off)|评委|评审专家|哪些专家|"
        r"谁(?:来)?(?:评|选|挑|遴选|审|定|批|拍板|说了算)",
        r"\bdecid|recommend|\bchecks?\b|select|expert|review(?:s|ed)? (?:by|them)|"
        r"finds? (?:the )?eligible|认定|评审|审核|推荐|初核|遴选|匹配",
    ),
    "frequency": Words(
        r"\b(?:every|each|per|a) year,? or\b|"
        r"\bor (?:only |just )?(?:once|one.?time|one.?off)\b|"
        r"\b(?:once|one.?off|one.?time)\b[^?.;]{0,12}\bor\b[^?.;]{0,12}\b(?:year\w*|annual\w*|again)\b|"
        r"\bhow (?:often|many (?:visits|meetings|calls))\b|"
        r"多久(?:来|上门|走访)?一次|[几多]少?(?:趟|次|回)(?!性)|"
        r"\bpaid (?:every|each) year|\byearly(?:,| or)|"
        r"\bis (?:it|this|that) (?:a )?(?:yearly|annual|per year)|"
        r"\b(?:over|spread over|across) how many years|"
        r"是每年|每年(?:都)?(?:有|发|给|能)|年年(?![底中末初])|"
        r"还是(?:只有|就)?(?:一次|发一|一趟)|一次性?(?:的)?还是|(?:按|是)几年|几年(?:内|算|加|摊)",
        r"\bone-off\b|\bonce\b|\byearly\b|"
        r"(?:each|every|per|a|one|two|three|\d|following) years?\b|"
        r"annual|until|to 20\d\d|一次性|每年|年度|逐年|"
        r"(?<!\d)\d{1,2}年|[一二两三五]年|至20\d\d",
    ),
    "next": Words(
        r"\bnext (?:\w+ )?(?:round|batch|one|session|call|event|roadshow|training|edition)\b"
        r".{0,20}(?:when|date|\?)|\bwhen\b.{0,30}\bnext\b|"
        r"下一?(?:轮|批|场|期|次).{0,8}(?:什么时候|几时|何时|哪天|几号|几月)|"
        r"(?:什么时候|几时|何时|哪天).{0,8}下一?(?:轮|批|场|期|次)",
        r"\bnext\b|下一(?:批|轮|次|期)",
    ),
    "penalty": Words(
        r"\bpenalt|\bfined?\b(?!\?)|late interest|滞纳金|逾期利息|罚息|罚款|处罚",
        r"\bpenalt|\bfine[sd]?\b|罚|逾期利息|取消|撤销|cancel|revo|withdraw|barred",
    ),
}
