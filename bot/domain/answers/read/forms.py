"""The form of a question: a value, a list, can we, how to, the difference, what can we get."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from bot.domain.text import Plain, pattern_of

Form: TypeAlias = Literal["get", "difference", "can", "list", "how", "value"]
Whether: TypeAlias = Literal["limit", "obstacle", "same", "most"]

MORE: Final = "more|less|fewer|better|worse|higher|lower|bigger|larger|cheaper|easier"
"""Words that compare, as a pattern."""
_BAD: Final = (
    r"(?:problem|obstacle|issue|risk|killer|deal-?breaker|barrier|hurdle|hindrance|show-?stopper|"
    r"trouble|red flag|drawback|disadvantage)s?\b"
)
_HARM: Final = "(?:问题|影响(?!力)|障碍|风险|硬伤|妨碍)"
_OBSTACLE: Final = (
    rf"\b{_BAD}(?: (?:for|if|in|to|that|with|when) [^?.;]*)?\W*\?|"
    rf"\b(?:is|are|be|as|was) (?:that |this |it |there )?(?:an?|any) (?:[\w-]+ )?{_BAD}|"
    r"\bare we (?:out|dead|done|finished|doomed)\b|"
    r"\b(?:does|do|did|will|would|can|could|might|going to)\b[^.?;]{0,40}\b(?:block|hurt|harm|kill|"
    r"(?:bar|rule|count)(?= us| it| our| out| against)|sink|spoil|ruin|affect|hinder|prevent|"
    r"disqualify|exclude|jeopardi[sz]e)\b|"
    rf"有没有(?:什么|大)?{_HARM}|(?:有|没|是|算|成)(?:什么|个|大)*{_HARM}(?=[吗么呢吧没不]|[?]*$)|"
    r"影响(?:到|我们|申报|申请|认定|评|报|拿)|碍事|没戏|凉了|泡汤|没(?:希望|机会)|卡(?:住|脖子|壳)|被(?:卡|拦|刷|否|毙)"
)
"""Asks whether something stands in the way, so that a plain yes or no could mean either."""
_PATTERNS: Final[Mapping[Form, re.Pattern[str]]] = {
    "get": pattern_of(
        r"what (?:kind of |sort of |other |else )?(?:public |government |state )?"
        r"(?:money|support|funding|help|benefits?|subsid\w+|grants?|aid|cash|extras?|perks?)\b"
        r"(?! (?:rate|scheme|limit|cap))|"
        r"what (?:can|could|would|do(?! (?:we|i) (?:have|need) to)|might) "
        r"(?:we|i|it|they|my|our|this|a|an|such|he|she)\b.*"
        r"\b(?:get|claim|receive|draw|tap|use|count on|be paid|qualify for|ask for|collect|"
        r"expect)\b|"
        r"\bwh(?:at|ich) .{0,40}\bhelps? (?:us|me|our|a|my|with)\b|"
        r"\b(?:what|which) "
        r"(?:(?!(?:parks|clusters|zones|industries|firms|districts|banks|ways|routes|levels|tiers|"
        r"conditions|loans|guarantees|vouchers|funds)\b)[\w-]+ ){1,3}"
        r"(?:is|are) there\b|"
        r"\bwhich support\b|"
        r"what(?:'?s| is| could be) (?:there|available|on offer|in it|out there)\b|"
        r"\bany(?:thing)? ?(?:else )?(?:in it )?for (?:us|me|them|my|our)\b|"
        r"\banything to (?:claim|collect)\b|"
        r"(?:subsidies|benefits|awards|support|any money|any help|grants)\s*\?\s*$|"
        r"(?:能|可以|可|会)?(?:拿|领|得|申请|享受|获得|享|吃)(?:到|得到)?(?:一?些|哪些|什么|几)"
        r"(?!意思|条件|材料|手续|人|区|分|个?点|项|倍|成|次|年|当|作|做|证明)|"
        r"能给什么|能?用(?:得)?上(?:什么|哪些)|(?:有|给)(?:什么|哪些)(?:补贴|补助|支持|扶持|好处|政策|资金|钱|奖|帮助|优惠|福利)|"
        r"(?:什么|哪些)(?:补贴|补助|扶持|好处|优惠|福利)|帮得上|能帮|能有哪些钱|适合我们|"
        r"能指望|有(?:没有)?(?:补贴|补助|扶持|奖励)(?:吗|么|伐)"
    ),
    "difference": pattern_of(
        r"\bdiff(?:er\w*)?\b|\bvs?\b|\bversus\b|\bcompar\w+|"
        r"\bsame (?:thing|as|award|money|scheme)\b|\bsets?\b.{0,40}\bapart\b|"
        r"\bthe same\b(?! (?:line|field|business|niche|product|year|time))|"
        r"\bwhich (?:one )?(?:is|pays|gives|has|of the two)\b.*\bor\b|"
        r"\b(?:higher|more|better|bigger|larger|stricter)\b.*\bor\b|"
        r"\bor\b[^?.;]*\b(?:higher|more|better|bigger|larger|stricter|which one)\b|"
        r"\bby how (?:much|many)\b|"
        r"\b(?:higher|bigger|larger|stricter|tighter) than (?:the|an?|that|in|for)\b|"
        r"\bhow (?:many|much) (?:more|less|fewer)\b|\bas against\b|"
        r"\bagainst (?:an?|the|20\d\d|today|now)\b|"
        r"\bwhat(?:'s| has| is)? (?:the change\b|changed\b|moved\b|new\b|got\b)|"
        r"\b(?:before|b4)\b.{0,20}\band (?:now|after)\b|\bold\b.*\bnew\b|\bgap\b|"
        r"区别|不同|不一样|差别|差异|一回事|一码事|(?:一个|同一个?|两个)东西|对比|相比|比较|"
        r"(?:哪|谁)(?:个|家|边|里)?(?:高|多|好|更|大|小|低|少|早|长|给得|划算)|"
        r"哪(?:个|家|边|种|项)[补给奖贴支]\w{0,4}[高多大]|"
        r"相差|差(?:多少|几|一半)|[多高大少低]还是|一样的?(?:吗|么|伐|\?|$)|差在哪|增减|改了(?:哪些|什么)|变了什么|有什么变化|是同一个"
    ),
    "list": pattern_of(
        r"\blist (?:of|the|all|them|me|every)\b|^list\b|"
        r"(?<!the )(?<!on )\blist(?: pls| please)?\W*$|"
        r"\bcheck ?list\b|(?<!on )(?<!onto )\b(?:full|whole|a|the) list\b(?! of \d)|"
        r"\bwhich (?:(?!does|is|was)[\w'-]+ ){0,3}(?!(?:doe|i|wa)s\b)[\w-]*s\b|"
        r"\bwhich (?:two|three|four|five|six|\d+)\b|"
        r"\bwhat (?:are|were) (?:the|[\w-]+'?s (?:[\w'-]+ ){0,3}\w+s)\b|"
        r"\bwhich (?:ones|are named|are the|were the)\b|[-,:;] which\W*$|"
        r"\bwhat (?:[\w-]+ ){1,3}(?:exist|are there|are available)\b|"
        r"\bwhat (?:was|is|did|does|belongs) [^?.;,]{0,40}\b(?:package|contain\w*|consist\w*)\b|"
        r"\bwhat (?:kinds?|sorts?|types?) of\b|\bname (?:the|all|them|some)\b|"
        r"\b(?:looking for|need|want) (?:an? |the )?(?:\w+ )?(?:park|zone|cluster)\b|"
        r"\b(?:any\b.*|what (?:\w+ )?)\b(?:parks|clusters|zones|loans)\b|"
        r"\bwhat (?:(?!of\b)[\w-]+ ){0,3}(?:parks|clusters|zones|industries|spots|sites)\b|"
        r"[.;:!,] (?!(?:how|when|who)\b)(?:[a-z-]+ ){1,2}(?:parks|clusters|zones)\b[^,.;:]*[?]$|"
        r"\ball (?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\W*$|"
        r"\bwhich [^?.;,]{4,60}\b(?:are there|exist|are available)\b|"
        r"\b(?:loan|guarantee|subsidy|voucher|support) (?:offers|schemes|products|programmes)\b|"
        r"\bone by one\b|\b(?:give|show) me all\b|\bchannels\b|"
        r"一条一?条|逐条|列给|(?<!能)列全|全部(?:发|列|给)|"
        r"\bwho were\b|\bwho (?:\w+ ){0,3}(?:offers?|provides?)\b|"
        r"哪些|有哪[几个]|(?<![盖在敲分])哪几|"
        r"哪[两三四五六七八九十\d]+(?:个|家|条|种|类|项)|都是谁|叫什么|列出|列一下|一览|清单|(?<![给发])名单|"
        r"什么(?:贷款|担保|补贴|券|基金|园区|集群|条件|情形)|"
        r"^(?:all |any |the )?(?:loans|guarantees|subsidies|vouchers|grants|funds)\b[^?.;:]{0,30} "
        r"(?:for|from|in)\b|"
        r"^any (?:[\w-]+ ){0,2}(?:loans|guarantees|subsidies|vouchers|funds)\b|"
        r"^what (?:[\w-]+ )?(?:funds|loans)\b|"
        r"^(?:any |what )?(?:support|help|money|funding) (?:for|with|to)\b(?! (?:us|me|it|this)\b)|"
        r"分别(?:是|有|.{0,3}(?:什么|哪))|(?<!在)各(?:自|做|主攻|搞)|有什么|(?<!在)哪(?:个|家)区|[两三四五六七八九十\d]个\w{1,9}(?:都)?是什么"
    ),
    "can": pattern_of(
        rf"{_OBSTACLE}|"
        r"(?:^\W*|[.?!;:,]\s+)"
        r"(?:can|could|do|does|did|is|are|am|may(?! 20)|would|will|must|should|"
        r"ha(?:s|ve) (?:the|this|that|it|our|we)|isn't|hasn't|aren't|doesn't|don't)\b|"
        r"(?:, |^)(?:right|correct|isn't it|hasn't it) ?\?*$|\bonly for\b[^?]*\?|"
        r"\b(?:can|could|may|do|would|am|(?<!what )(?<!which )are) (?:we|i|it|they|my|our|us)\b|"
        r"\beligib\w+|\bqualif\w+|"
        r"\bentitled\b|\ballowed\b|\bpossible\b|\bok(?:ay)?\b|\belegib\w+|\benough\b|\bmet\?|"
        r"\bmake it\b|\brealistic\b|\bdoable\b|\bwithin reach\b|\b(?:stand|have) a chance\b|"
        r"\b(?:trouble|a problem) ?\?|\bany\b[^?.;]*\bfor (?:us|me) ?\?|够吗|达标|过吗|能过|"
        r"\bopen (?:to|for) (?:us|me|foreign\w*|firms)\b|"
        r"\btoo (?:high|low|small|big|large|much|young)\b|\bgood enough\b|"
        r"^(?!.*\bor\b).*\bstill (?:on|open|available|running|there|paid|going|valid)\W*$|"
        r"\b(?:fine|legal|lawful|normal|fair) ?\?|"
        r"([\u4e00-\u9fff])(?<!要)不\1|可不可以|行得通|中不中|可以.{0,12}(?:吗|(?<![什怎那多])么|伐)|能.{0,12}(?:吗|(?<![什怎那多])么|伐)|行吗|够格|有资格|"
        r"符合.{0,8}(?:吗|(?<![什怎那多])么)|有戏|有份|会.{0,8}(?:吗|(?<![什怎那多])么)|能否|可否|合规吗|"
        r"\b(?:award|bonus|reward|voucher|subsidy|grant)s? for (?:us|that|this|it)\b|"
        r"够得上|算得上|没问题|有没有\??$|有没有问题|过得了|"
        r"(?:吗|(?<![什怎那多])么|伐|(?:能|可以|让).{1,8}不|[\u4e00-\u9fff]不|(?:了|是|的)吧)\?*$|"
        r"[有给][^,;。?]{0,9}[不没]\W*$|"
        r"^any (?:[\w-]+ ){0,3}(?:award|reward|bonus|subsid|grant|voucher)|"
        r"\b(?:us|we|ours?) (?:too|as well|also)\b|\balso (?:for us|ours)\b"
    ),
    "how": pattern_of(
        r"\bhow (?:do|did|can|to|does|should|must|would|are|is|was)\b|\bsteps\b|\bwalk me\b|"
        r"\bwhat (?:must|should|do|did) (?:we|i|you|they|one|a firm)(?: \w+)? "
        r"(?:do|show|prepare|fill)\b|"
        r"\bwhat (?:must|should) (?:[\w-]+ ){1,6}do\b|"
        r"\bmust[ -]do\b|\banything (?:we|i|you) (?:must|have to|need to|should)\b|"
        r"\bwhat happens next\b|"
        r"\b(?:what|which) (?:papers?|documents?|paperwork|forms?|comes first|order)\b|"
        r"\bpapers we need\b|"
        r"\bwhere (?:do|does|can|should|must|to)\b|:\s*how\b(?! many| much)|\bhow\W*$|"
        r"\bwhom? (?:do|must|should|can|could) (?:we|i)\b|"
        r"\bwho signs\b|\bhand (?:it |them )?in\b|"
        r"怎么(?!回事|个?[补奖贴]|(?<=[息贴补助励奖券]怎么)(?:计|来)?算)|(?<!不)哪能|如何|怎样|流程|步骤|(?:哪些|什么)(?:材料|手续|表)|(?:交|送|寄|报)(?:到|给)?(?:哪|谁|什么地方)|"
        r"(?:先|得|须)(?:做|办|干|交|填)(?:什么|哪些)|要不要(?:自己|交|填)|(?:盖|敲)(?:在|到)?(?:哪|几)|平时要|"
        r"要做点?什么|自己(?:去|来)?(?:报|申|申请|填).{0,6}还是|\bourselves or\b|"
        r"\bwhat (?:must|should|has to|needs to|do (?:we|i) have to) (?:be )?"
        r"(?:done|fill\w*|hand\w*|submit\w*|report\w*)"
    ),
}
_OPEN: Final = re.compile(
    r"\bhow (?:many|much|long|big|high|far)\b[^,.;:?!]*|"
    r"\bwhat (?:do|does|did) (?:they|it)\b|"
    r"\b(?:how|where|when|whom?) (?:do|does|did|can|could|are|is|must|should|may|would|will)\b"
    r"(?: (?:we|i|it|they|my|our|us)\b)?|"
    r"\bwhat (?:do|must|should) (?:we|i) (?:have to|need to)\b"
)
"""Asks for a number or a way, whatever verb it holds (how many do they want, how can we)."""
_YES_OR_NO: Final = re.compile(
    r"^(?!.*(?:\bwh|\bhow\b|\bmuch\b|\bmany\b))"
    r".*(?:[a-z0-9]+, [a-z ]*(?:\w+ed|paid|met|open|on|for us|as well|too)|\bours|"
    r"[,.;:-] (?:[a-z]+ ){0,2}(?:srdi|little giant|innovative(?: sme)?)(?: title)?|"
    r"(?:\b(?:we|our|since)\b|%|\b(?:last|this) (?:year|yr)\b).*[.;:,] "
    r"(?:[\w-]+ ){0,2}(?:award|bonus|reward|subsidy|voucher)) ?\?"
)
"""A statement that ends as a question: loan repaid in June, half the premium refunded?"""
ASKS_FOR_REQUIREMENT: Final = pattern_of(
    r"\bneed\w*|\brequire\w*|\bmust\b|\bconditions?\b|\bmin(?:imum|\.)?\b|\bat least\b|"
    r"\bthreshold|\bbar\b|"
    r"\btest\b|\bqualif\w*|\bapplicant|\bpass mark|\bpoints?\b|\bscore\w*|\bceiling for\b|"
    r"\bdemands?\b|\bbe(?:come|fore|ing)?\b|\bask\b|\blimit for\b|\bcriteri\w+|"
    r"要(?:求|多少|几|有|满|达|做|占|高|低|涨)|指标|须|需要|得(?:做|有|满|达|花)|最少|至少|门槛|标准|够格|条件|"
    r"过线|及格|分数|想冲|才能|得分|满分|不能超过|上限多少|算不算|多少分|几个|几件|几项"
)
"""Asks what a title requires."""

_EVERY: Final = pattern_of(
    r"\bwhat all\b|\bbullet (?:points|list)\b|"
    r"\bcheck ?list\b|\bto tick\b|\beverything\b(?! else)|\bthe whole set\b|"
    r"\b(?:one by one|point by point)\b|\bthe (?:whole )?lot\b|"
    r"\b(?:all|every|full|complete|whole)\b(?: [\w()-]+){0,5}? "
    r"(?:points?|conditions?|requirements?|criteri\w+|list)\b|\blist (?:of )?all\b|"
    r"清单|逐条|一条条|一条一条|一览|(?:全部|所有|各项|哪些).{0,4}(?:条件|要求|门槛|标准|指标)|"
    r"(?:条件|要求|标准|门槛|指标|杠杠).{0,4}(?:全部|列|都给|都有|都要|一次|哪些)|[要需得](?:满足|符合|达到)(?:哪些|什么)"
)
"""Asks for every requirement."""
_WHETHER: Final[Mapping[Whether, re.Pattern[str]]] = {
    "limit": re.compile(
        r"^(?!.*\b(?:can|could|may|do) (?:we|i|they)\b).*"
        r"\btoo (?:high|low|few|small|big|large|much|many|young|old|short|late)\b|"
        r"^(?!.*(?:能|可以|还)).*太[高低少小大多短晚]"
    ),
    "obstacle": pattern_of(_OBSTACLE),
    "same": pattern_of(
        r"\b(?:same|identical|equal to|one thing)\b|\bwhich (?:one )?is (?:right|correct|true)\b|"
        r"(?<!一)一样|相同|同一|一回事|是不是一个|矛盾|[哪以]个(?:对|为准)"
    ),
    "most": re.compile(
        r"\b(?:which|where|most|best|highest|biggest|largest|least|lowest|smallest|top)\b|哪|最[高多大低少小]"
    ),
}
"""Asks whether a number is too large or too small (and not what the firm can do), something stands
in the way, two things are the same, or which has most or least; the first that fits."""
ASKS_IF_PAID: Final = pattern_of(
    r"\b(?:is|are) there\b|\bany(?:one|body|thing)?\b|\bsubsidi[sz]ed\b|\bget\b.{0,30}\bback\b|"
    r"\b(?:do|does|will|would)\b[^?.;]{0,40}\b(?:pay|giv|subsidi|refund|cover|reimburs|offer|help)|"
    r"\b(?:can|do) (?:we|i) get\b|"
    r"[补贴奖息助钱券][^,。;?]{0,6}?(?:吗|么|不|没有?|伐|嘛)\W*$|有没有|[给能]不[给能]|能不能|贴息吗"
)
"""Asks if anything is paid, subsidised or given."""
_PAPERS: Final = re.compile(
    r"\bdocuments?\b|\bpapers?\b|\bpaperwork\b|\bproofs?\b|\bevidence\b|\bforms?\b|材料|资料|附件|证明"
)


OF_HOLDER: Final = re.compile(
    r"^(?=.*\d)(?!.*(?:review|renew|expir|keep|lose|valid|debt|liabilit|score|market share|"
    r"负债|得分|评分|市占|复核|复审|到期|保住|有效|要求|门槛))"
    r".*(?:\b(?:we(?:'re| are)|were|already)(?: \w+){0,2} (?:an? )?little giant\b|"
    r"little giant since|(?:我们|我司|咱|本身|已经?|现在)(?:已经?|就|都|也)?是(?:国家级)?小巨人)"
)
"""A firm that is a little giant tells a number, and so asks what it gets."""
ASKS_IF_REPLACED: Final = re.compile(
    r"\b(?:replac\w+|instead|substitut\w+|alternativ\w+|in place of|stand in|count for|"
    r"make up for)\b|[代顶替抵]"
)
"""Asks if one thing can stand for another."""


def form_of(plain: Plain) -> Form:
    """The form of a normalised question."""
    for form in _PATTERNS:
        if has_form(_OPEN.sub("", plain) if form == "can" else plain, form):
            return form
    return "can" if _YES_OR_NO.search(plain) else "get" if OF_HOLDER.search(plain) else "value"


@lru_cache(maxsize=32)  # asked of a question again and again
def has_form(plain: Plain, form: Form) -> bool:
    """Whether a normalised question has this form, perhaps among others."""
    return _PATTERNS[form].search(plain) is not None


def whether_asked(plain: Plain) -> Whether | None:
    """What a normalised question asks, if a plain yes or no does not answer it."""
    return next((asked for asked, words in _WHETHER.items() if words.search(plain)), None)


def asks_for_every(plain: Plain) -> bool:
    """Whether a normalised question asks for a list of all that a title requires, not of papers."""
    return _EVERY.search(plain) is not None and _PAPERS.search(plain) is None
