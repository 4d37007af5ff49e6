"""What a question asks for: an amount, a count, who, how, when, where ..."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.data.models import Attribute
from bot.domain.text import pattern_of

COUNT: Final[frozenset[Attribute]] = frozenset({"count"})
WHEN: Final[frozenset[Attribute]] = frozenset({"when"})
QUANTITIES: Final[frozenset[Attribute]] = frozenset({"count", "amount", "rate"})
"""What a figure answers."""
VALUES: Final[frozenset[Attribute]] = frozenset({"count", "amount", "when"})
_PATTERNS: Final[Mapping[Attribute, re.Pattern[str]]] = {
    "amount": pattern_of(
        r"how (?:much|large|big|high)|(?:biggest|largest|highest) (?:loan|award|amount|sum|grant)|"
        r"how many (?:billion|million|yuan|percent|rmb)|duo ?shao|"
        r"几个百分点|几个点|what (?:amount|sum)|多少钱|多少元|多少万|多少亿|金额|多大|额度|多高|"
        r"几钱|怎么(?:个)?[补奖贴]|多少(?:奖|补|资|贷|钱)|(?:奖|补|贷|给|拿|领|担保|奖励|补贴|支持)(?:到)?多少|最高|上限|"
        r"封顶|maximum|\bcap\b|ceiling|\bmax\b|worth|\bcapped|"
        r"what (?:does|do|will|would) .{0,40}\bpay|per (?:firm|company)\b|"
        r"jin ?e\b|zui ?gao|多大规模|规模|size\b|(?<!gang )(?<!special )\barea\b|面积|占地|"
        r"\b(?:bigger|larger|smaller)\b|"
        r"(?:哪个|哪家|谁)(?:更|比较)?[大小]"
    ),
    "count": pattern_of(
        r"how many(?! (?:billion|million|yuan|percent|rmb))|number of|"
        r"多少(?:家|个|条|项|户|名|批|张|笔|人(?!民)|(?:中小)?企业|公司|园|集群)|(?<!哪)几(?:家|个(?!百分点|点)|条|项|批|户)|数量|总数|"
        r"count of|duo ?shao|ji ?ge|ji ?jia"
    ),
    "rate": pattern_of(
        r"interest rates?|\brates?\b|what (?:percent|%|share|proportion)|percentage|利率|费率|比例|"
        r"百分之几|利息|占比|几个点|interest (?:is|do|will)|li ?lv|bi ?li\b|"
        r"fee (?:do|will|would|does)|guarantee\b.{0,20}\bfees?\b"
    ),
    "who": pattern_of(
        r"\bwho\b(?! (?:runs|manages|pays|decides|issued|is responsible))|"
        r"which (?:\w+ ){0,2}(?:firms?|companies|company|enterprises|smes?|giants)\b|eligib|"
        r"qualif|entitled|哪些企业|哪类企业|哪些公司|什么企业|什么样的企业|谁可以|谁能|谁拿|谁获|"
        r"适用对象|对象|can (?:i|we|my|our|a|an|foreign|state)\b"
    ),
    "conditions": pattern_of(
        r"what (?:must|should|do|did) (?:[\w-]+ ){1,6}(?:do|show|prepare|fill)\b|"
        r"\banything (?:we|i|you) (?:must|have to|need to|should)\b|平时要|"
        r"conditions?\b|requirements?\b|criteria|thresholds?\b|条件|要求|门槛|标准|requires?\b|"
        r"\bneed"
    ),
    "apply": pattern_of(
        r"how (?:do|can|to|should|does|would)\b.{0,40}\b(?:appl|get|file|claim|regist|obtain|"
        r"submit|receive|pitch|join|enter|sign up|take part|access|hand in)|"
        r"how (?:is|are|was|were)\b.{0,40}\b(?:applied|claimed|filed|picked|chosen|stamped|signed)|"
        r"\bwhat happens next|"
        r"\bor apply for it|\bfiling for\b.{0,60}\bhow\b|\bwrite an application|"
        r"\bsend (?:something|anything) in|\bis there a form\b|"
        r"\bwho signs\b|"
        r"(?:what|which) (?:papers?|documents?|paperwork|forms?)\b|\bpapers we need|"
        r"where do(?:es)? (?:the|our|my) (?:\w+ )?(?:stamp|seal|form|chop|paper\w*)\b|"
        r"(?:章|印).{0,6}哪|盖几|签字吗|怎么(?:个|去|来)?(?:拿|领|挂|加入|发[下到放钱]|上|进|报|交|操作|证明|流程)|"
        r"区里(?:来|找|给(?!多少|几|的|什么|哪|钱))|找上门|要不要(?:自己|交|填|申)|要报名|[哪里](?:报备|报名)|交材料|填表|平时要|"
        r"where (?:do|can|to|should)\b.{0,30}\b(?:appl|file|submit|regist)|"
        r"application (?:process|procedure|steps|channel|form)|怎么申|如何申|怎样申|怎么办|"
        r"如何办|怎么领|如何领|怎么拿|怎么获|如何获|申请流程|申报流程|申报渠道|申请渠道|申请方式|"
        r"\b(?:have|need) to (?:file|submit|fill)|\bfile an application|"
        r"要不要.{0,6}(?:申|报|apply)|"
        r"\bhand in (?:anything|something)|\b(?:do|must|should) (?:we|i) (?:apply|file)\b|"
        r"\bapply ourselves|\bneed to apply|"
        r"自己(?:去|来)?(?:报|申)|(?:要|用)不(?:要|用)(?:报|申)|谁来报|"
        r"在哪申|哪里申|哪申|哪个窗口|递材料|去哪(?:里|儿)?(?:办|申|报)|找哪个(?:部门|委办|科)|"
        r"到哪里?申|zen ?me (?:shen|ban|zhu|ling)|怎么注册|如何注册|注册入口|"
        r"申报材料|什么材料|哪些材料"
    ),
    "when": pattern_of(
        r"^when\b|[,;:] ?when\b|\bwhen\??$|"
        r"\bwhen (?:is|are|was|were|do|does|did|will|can|must)\b|since when|deadlines?|"
        r"\bfrom when|\b(?:in force|effective|applies|starts?|begins?) (?:from|since|on)\??$|"
        r"due date|closing date|\b(?:un)?till?\b|\bexpir|how long|"
        r"what (?:date|day|year|time)|"
        r"\bends? when\b|\b(?:before|by|until|till) (?:what|which) (?:date|day|month|year)|"
        r"start date|valid|截止|什么(?:时候|辰光)|何时|几时|有效期|到期|期限|多久|多长时间|"
        r"哪天|哪一年|哪年(?:开始)?(?:生|施|实)|几年|几月|时间|"
        r"still (?:apply|in force|hold|run|valid|open|on\b|going|paid)|还有效|还有吗|"
        r"继续吗|还继续|延续|之后还|go on after|几号|shen ?me shi ?hou|"
        r"jie ?zhi|latest date|by which"
    ),
    "authority": pattern_of(
        r"who (?:runs|manages|pays|decides|issued|issues|is responsible|recognises|handles)|"
        r"which (?:department|authority|office|body|agency|ministry)|哪个部门|哪个单位|什么部门|"
        r"谁负责|谁出|谁发|谁批|[市区部]里(?:来)?(?:批|定)|主管部门|由谁|牵头|谁给|谁付|[市区]里(?:给|出)(?!多少|几|什么|的)|谁掏|谁来出"
    ),
    "names": pattern_of(
        r"\b(?:list|names?|named|name)\b|"
        r"which (?:ones|banks|zones|parks|clusters|measures|industries|sectors|districts|fields|"
        r"areas)|"
        r"名单|有哪些|哪些|分别(?:是|为)|叫什么|哪几|清单|列出|哪家|ming ?dan|what are the|"
        r"什么名字|[两三四五六七八九十\d]个\w{1,9}(?:都)?是什么|哪四|哪三|哪五|哪六"
    ),
    "place": pattern_of(
        r"\bwhere\b(?! (?:do|can|to|should|would) .{0,30}(?:appl|file|hand in)|"
        r" (?:do|can|would) (?:i|we) (?:get|receive) (?:more|most|the (?:most|higher|highest))\b|"
        r" (?:is|are) (?:it|they) (?:\w+er|more|less)\b|"
        r" (?:do|does|did|are|is|will|would|want) [\w ]{0,30}\b(?:stand|be)\b)|address|\blocated|"
        r"\blocation|which district|地址|(?<![差别同变改新严松高低好])在哪|"
        r"哪里|哪个区|位于|几号楼|几楼|哪栋|门牌|"
        r"\broom (?:number|no)\b|地点|什么地方|电话|\b(?:tele)?phone|\bcontact(?!less| lens)|"
        r"网址|website|\burl\b|na ?li\b|di ?zhi|district\?|交哪|寄到"
    ),
    "definition": pattern_of(
        r"what(?:'s| is| are) an? |"
        r"what(?:'s| is| are| does)? (?:an? |the )?[a-z0-9 '-]{2,40}\??$|meaning|\bmean\b|"
        r"definition|define|什么是|是什么|什么意思|含义|定义|指什么|"
        r"shi ?shen ?me$|shen ?me ?yi ?si"
    ),
    "stacking": pattern_of(
        r"combin|(?<!cell )\bstack(?:s|ed|ing|able)?\b|together with|at the same time|on top of|"
        r"\bdouble|"
        r"(?<!for )both .{0,40}\band\b|"
        r"(?:get|paid|claim) (?:\w+ )?twice|"
        r"(?:award|reward|bonus|money)\w*\b.*\b(?:both(?: (?!please)\w+)? ?\??$|adds? up\b(?! to)|"
        r"(?:plus|and also) (?:the |a )?(?:city|municipal|district|state|national)\b)|"
        r"(?:[两双]|市区|[区市]里).{0,8}都能?[拿领]|[奖贴].{0,4}(?:加上?|再拿).{0,3}[市区]|"
        r"叠加|同时享|重复|兼得|一起(?:享|拿|领|用)|两头拿|都拿|加起来用|同时拿|同时申"
    ),
    "text": pattern_of(
        r"full text|(?:doc|document|official|reference) (?:number|no\b)|"
        r"official text|原文|文号|全文"
    ),
}
ASKS_FOR_PAST = pattern_of(
    r"旧(?:的|版)?(?:标准|办法|政策|规|条件|要求|门槛|版|奖|金额|的)|新旧|旧$|"
    r"老(?:标准|办法|政策|规定)|原来|原先|以前|"
    r"(?<![报交评请])之前|过去(?!的?[一两二三四五几\d]+个?年)|已废止|"
    r"(?<!how )(?<!year )(?<!years )(?<!year-)(?<!yr )(?<!yrs )\bold(?:er)?\b"
    r"(?! (?:batter|tyre|car|cloth|equipment|machine|building|plant|people|phone|paper|steel))|"
    r"\bprevious(?! years?\b)|\bformer|supersed|"
    r"(?<!year )(?<!years )\bbefore\b"
    r"(?! (?:i|we|you|they|a firm|anyone|applying|filing|(?:the |our )?(?:titles?|scores?))\b)|"
    r"\bused to (?:be|have|need|require|apply|count|ask|pay|get|take|open|give|let)\b|"
    r"yi ?qian|zhi ?qian|yuan ?lai|earlier (?:rule|method|standard)|"
    r"历史"
)
"""Asks for former rules or amounts."""
ASKS_BEYOND = pattern_of(
    r"之后|以后|继续|延续|延期|续期|\bafter\b|\bbeyond\b|renew(?!al)|extended|go on|continue"
)
"""Asks what follows a stated end."""
ASKS_FOR_END = pattern_of(
    r"截止|截至|到期|有效期|失效|期限|几时结束|什么时候结束|deadline|\bdue\b|closing|until|\btill\b|"
    r"how long\b.{0,40}\bruns?\b|expir|\bend|\bhold\b|valid|jie ?zhi|dao ?qi|last day|by which"
)
"""Asks when something ends, rather than when it began."""
COMES_FROM_ELSEWHERE = pattern_of(
    r"\b(?:mov(?:e|es|ed|ing)|relocat\w*|transfer(?:red|ring)?) (?:[\w'-]+ ){0,3}from\b|"
    r"\b(?:we|firm|company) (?:came|come) (?:here )?from\b|"
    r"从.{1,10}(?:迁|搬(?!运))|(?<!未)(?:迁|搬(?!运))(?:过来|来|入|到(?:上海|这|本市|沪))|来沪"
)
"""The firm moves in from another place."""
OWNER = re.compile(
    r"\b(?:own(?:s|ed|ers?)|parent|mother company|shareholders?|investors?|boss|founders?|holding|"
    r"invested|funded|controlled)\b|独资|股东|控股|母公司|外资|投资的|投资方|老板|创始人|法人"
)
"""Says who holds the firm."""


def intents(plain: str) -> frozenset[Attribute]:
    """The attributes that a normalised question asks for; several or none."""
    return frozenset(about for about, pattern in _PATTERNS.items() if pattern.search(plain))
