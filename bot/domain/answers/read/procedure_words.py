"""What people ask about a procedure that a record may not state: papers, closing date, who decides.

The same pairs as in `aspect_words`: how people ask, and what a record that states it says.
"""

from collections.abc import Mapping
from typing import Final

PROCEDURE: Final[Mapping[str, tuple[str, str]]] = {
    "last-day": (
        (
            r"(?:last day|deadline|by when|until when|closing date).{0,30}(?:appl|fil)|"
            r"(?:appl\w*|filing|file).{0,20}(?:deadline|close|last day|by when)|"
            r"(?:申报|申请|填报).{0,8}(?:截止|期限|到哪天|到几号)|截止申报|几号截止"
        ),
        (
            r"\bfil(?:e|ed|ing)\b.{0,60}\d|appl\w+ .{0,60}\d|"
            r"(?:申报|申请|填报|受理|提交).{0,40}\d+[月日]|截止"
        ),
    ),
    "closing": (
        r"closing date|cut-?off date|\bdeadline\b|last date|截止|最晚|最迟|几号前|哪天前",
        (
            r"unit:(?:days|months)|"
            r"\b(?:to|until|by|before|ends?|due|from|than)\b.{0,12}\d{1,2} [A-Z]\w+ 20\d\d|"
            r"\b(?:to|until|by|before|from) \d{1,2} [A-Z]\w+|(?:[至到]|截止|截至).{0,12}\d+[月日]|"
            r"\d+[月日]\d*日?[前止]"
        ),
    ),
    "documents": (
        (
            r"\b(?:which|what|any) (?:\w+ ){0,2}(?:documents?|papers?|paperwork|forms?|materials|"
            r"evidence|proofs?|certificates?|attachments?)\b|"
            r"paperwork (?:needed|required|for|to)\b|"
            r"documents? (?:needed|required|for|to (?:hand|submit|file))\b|"
            r"what (?:do|must|should) (?:we|i) (?:have to |need to )?"
            r"(?:hand in|submit|upload|prepare)|"
            r"(?:什么|哪些|几份)(?:\w{0,2})(?:材料|资料|证明|表格|附件)|(?:材料|资料)(?:清单|有哪些|是什么)|"
            r"(?:交|准备|提交|带|要)(?:点|些)?(?:什么|哪些)(?:东西|材料|资料)?$"
        ),
        (
            r"\bforms?\b|\bpapers?\b|documents?|evidence|certificat|printout|audit report|"
            r"materials|"
            r"proofs?\b|no application|without (?:an )?appl|not apply|"
            r"材料|资料|证明|申请表|审计报告|"
            r"申请书|证书|免申"
        ),
    ),
    "committee": (
        (
            r"\bcommittee\b|\bjury\b|\bpanel\b|\bexperts\b|"
            r"who (?:decides|selects|picks|chooses|judges|evaluates|assesses|approves|reviews|"
            r"signs (?:it )?off)|评委|评审专家|哪些专家|"
            r"谁(?:来)?(?:评|选|挑|遴选|审|定|批|拍板|说了算)"
        ),
        (
            r"\bdecid|recommend|\bchecks?\b|select|expert|review(?:s|ed)? (?:by|them)|confirm|"
            r"finds? (?:the )?eligible|认定|评审|审核|推荐|初核|遴选|匹配"
        ),
    ),
    "frequency": (
        (
            r"\b(?:every|each|per|a) year,? or\b|"
            r"\bor (?:only |just )?(?:once|one.?time|one.?off)\b|"
            r"\b(?:once|one.?off|one.?time)\b[^?.;]{0,12}\bor\b[^?.;]{0,12}\b(?:year\w*|annual\w*|again)\b|"
            r"\bhow (?:often|many (?:visits|meetings|calls))\b|"
            r"多久(?:来|上门|走访)?一次|[几多]少?(?:趟|次|回)(?!性)|"
            r"\bpaid (?:every|each) year|\byearly(?:,| or)|"
            r"\bis (?:it|this|that) (?:a )?(?:yearly|annual|per year)|"
            r"\b(?:over|spread over|across) how many years|"
            r"是每年|每年(?:都)?(?:有|发|给|能)|年年(?![底中末初])|"
            r"还是(?:只有|就)?(?:一次|发一|一趟)|一次性?(?:的)?还是|(?:按|是)几年|几年(?:内|算|加|摊)"
        ),
        (
            r"\bone-off\b|\bonce\b|\byearly\b|"
            r"(?:each|every|per|a|one|two|three|\d|following) years?\b|"
            r"annual|until|to 20\d\d|一次性|每年|年度|逐年|(?<!\d)\d{1,2}年|[一二两三五]年|至20\d\d"
        ),
    ),
    "next": (
        (
            r"\bnext (?:\w+ )?(?:round|batch|one|session|call|event|roadshow|training|edition)\b"
            r".{0,20}(?:when|date|\?)|\bwhen\b.{0,30}\bnext\b|"
            r"下一?(?:轮|批|场|期|次).{0,8}(?:什么时候|几时|何时|哪天|几号|几月)|"
            r"(?:什么时候|几时|何时|哪天).{0,8}下一?(?:轮|批|场|期|次)"
        ),
        r"\bnext\b|下一(?:批|轮|次|期)",
    ),
    "penalty": (
        r"\bpenalt|\bfined?\b(?!\?)|late interest|滞纳金|逾期利息|罚息|罚款|处罚",
        r"\bpenalt|\bfine[sd]?\b|罚|逾期利息|取消|撤销|cancel|revo|withdraw|barred",
    ),
}
