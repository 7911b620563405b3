"""What bends a statement: negation, doubt, time to come, conditions, limits, who said it. It has to survive a paraphrase.

Each operator is found in the words of a clause. A sentence keeps those of the words it rests on and brings none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_NEGATION = (
    r"not|n't|no|never|hardly|barely|scarcely|none|nor|neither|nobody|nothing|without|cannot|nowhere|unable|unwilling"
    r"|refus\w+|reject\w+|declin(?:ed|es) to"
    r"|fail(?:ed|s)? to|(?:motion|vote|amendment|proposal)\s+(?:was\s+)?(?:lost|fell)|oppos\w+"
    r"|(?:voted|spoke|is|are|was|were|be|been) against|den(?:y|ied|ies)|yet to"
    r"|rather than|instead of|exclude[ds]?|un(?!der|it|iq|iv|til|ani|less)\w+ed"
)
_SAID = (
    r"said|says|saying|stat(?:ed|es|ing)|told|tells|called(?! (?:for|in)\b)|calls(?= (?:it|this|them|the)\b)|remark(?:ed|s)"
    r"|comment(?:ed|s)|observ(?:ed|es)|mention(?:ed|s)|describ(?:ed|es)|term(?:ed|s)|according to|confirm(?:ed|s)"
    r"|assur(?:ed|es|ance)|verif(?:ied|ies)|warn(?:ed|s)|caution(?:ed|s)|claim(?:ed|s)|alleg(?:ed|es)|argu(?:ed|es)"
    r"|acknowledg(?:ed|es)|admit(?:ted|s)|stress(?:ed|es)|highlight(?:ed|s)|emphasi[sz](?:ed|es)"
    r"|point(?:ed|s) out|add(?:ed|s) that|reassur(?:ed|es)|complain(?:ed|s)|insist(?:ed|s)|maintain(?:ed|s) that|clarif(?:ied|ies)"
    r"|announc(?:ed|es)|declar(?:ed|es)|reiterat(?:ed|es)|recogni[sz](?:ed|es)|accept(?:ed|s) that|wrote|writes|quoted|express(?:ed|es)"
)
_REPORTED = (
    r"inform(?:ed|s)|report(?:ed|s|ing)|advis(?:ed|es)|explain(?:ed|s)|outlin(?:ed|es)|not(?:ed|es) that|repl(?:ied|ies)|respond(?:ed|s)"
    r"|answer(?:ed|s)|heard|presented|updated"
)
_BELIEVED = (
    r"believ(?:ed|es)|thought|thinks|felt|feels|in (?:his|her|their) (?:view|opinion)|view(?:s|ed)?|opinion"
    r"|considers? that|considered that|feared|suspect\w*|guess\w*|estimat\w+|assum\w+|seem\w*|appear(?:s|ed)? to"
    r"|apparently|understood|allegations?|rumou?rs?|suspicions?|fears?|dreams?|lest|notions?|threat\w*|hearsay"
)
_ASKED = (
    r"ask(?:ed|s)?|queried|queries|enquir(?:ed|es)|inquir(?:ed|es)|question(?:ed|s)|requested|requests? that|whether"
    r"|requests?(?= (?:by|from|of|to)\b)|sought|wondered|challeng(?:ed|es)|invit(?:ed|es)|urg(?:ed|es)"
    r"|call(?:ed|s) for|demand(?:ed|s)|want(?:ed|s)"
    r"|wish(?:ed|es)|would like"
)
_PROPOSED = (
    r"propos\w+|mov(?:ed|es) that|mov(?:ed|es) to(?! (?:the|a|an|his|her|their|its|#)\b)|suggest\w*|recommend\w*|motion|put forward"
    r"|for (?:decision|approval|consideration)"
)
_PLANNED = (
    r"plan(?:s|ned|ning)? to|planned|plans|intend\w*|intention\w*|hop(?:ed|es|ing)|expect\w*|aim(?:s|ed|ing)?"
    r"|anticipat\w+|due (?:to|in|on|by|at|back)|scheduled|in due course|forecast\w*|seek(?:s|ing)?"
    r"|explor\w+|consider(?:ing)?|look(?:s|ed|ing)? (?:at|into)|under (?:review|consideration)|try(?:ing)?|tried"
    r"|attempt\w*|prepar(?:ing|e) to"
)
_OPERATORS = {
    "negation": _NEGATION,
    "speech": _SAID,
    "report": _REPORTED,  # of what somebody knows by office: the one that need not stay
    "belief": _BELIEVED,
    "request": _ASKED,
    "proposal": _PROPOSED,
    "plan": _PLANNED,
    "target": r"target\w*|ambition\w*",
    "end": r"stop(?:s|ped|ping)?|ceas(?:e[ds]?|ing)|halt\w*|discontinu\w+|no longer|lapsed?",
    "need": r"needs?|needed|requires?|required|lack(?:s|ed|ing)?|await\w*|wants?|wanted|seeks?|sought|short of|ow(?:es?|ed|ing)",
    "future": r"will|shall|would(?! like)|'ll|going to|(?:is|are|was|were) to (?!\w*(?:the|a|his|her)\b)\w+|tomorrow|forthcoming",
    "possibility": (
        r"(?-i:may)|might|could(?! not)|possibl[ey]|possibilit\w+|perhaps|potential(?:ly)?|likely|unlikely|probabl[ey]|uncertain\w*"
        r"|unclear|doubt\w*|risk"
        r"|supposedly|reportedly|allegedly|nominally|purportedly|ostensibly|theoretically|in theory|option(?=\s+(?:of|for|to)\b)"
    ),
    "advice": r"should|ought|advisable",
    "duty": r"must|required to|has to|have to|had to|obliged|mandatory|compulsory|needs? to",
    "condition": (
        r"if|when|unless|subject to|provided|providing|conditional\w*|condition\w*|pending|depend\w*|dependent|until|till|once"
        r"|with +(?:one|an?|this|the|#num=\d+) +(?:\w+ )?(?:correction|amendment|change|condition|proviso)s?"
        r"|on receipt|in the event|^(?:had|were|should) (?:the|an?|it|they|he|she|this|there|any)\b|only when|as long as|assuming"
    ),
    "exception": r"except\w*|excluding|save for|but for|apart from|other than|not including|bar(?=\s+#)",
    "in principle": r"in principle|provisional(?:ly)?|interim|temporar\w+|in part|part(?:ly|ial|ially)",
    "limit": (
        r"only|solely|merely|at least|at most|minimum|maximum|up to|no more than|not more than|not less than|no fewer than"
        r"|more than|less than|fewer than|over(?=\s+#)|under(?=\s+#)|above(?=\s+#)|below(?=\s+#)|exceed\w*|limited"
    ),
    "approximation": (
        r"about(?=\s+(?:#|half|a\b))|around(?=\s+(?:#|half|a\b))|approximately|approx|roughly|nearly|almost|some(?=\s+#)"
        r"|circa|estimated|or so|just (?:over|under)"
    ),
    "every": r"all|every|each|everyone|everybody|always|unanimous\w*|entire\w*|whole|complete(?:ly)?|fully|throughout|whatever",
    "some": (
        r"some(?!\s+#)|several|most(?:ly)?|many|few|certain|sometimes|occasionally|often|usually|rarely|majority|minority"
        r"|partially|parts? of|various|mainly|largely|generally"
    ),
    "cause": (
        r"because|therefore|consequently|thereby|as a result|result(?:ed|ing|s)? (?:in|from)|led to|leads? to|leading to"
        r"|caus(?:e|ed|es|ing)|owing|hence|so that|which is why|reason\w*|attribut\w+|thanks to|prompt(?:ed|ing)"
        r"|blam(?:ed|es)|driven by|in response to|following(?=\s+(?:the|a|an|his|her|their|its|concerns?|complaints?)\b)"
        r"|contributed|explains?(?= why)|due(?= to\b)|since(?! +#date| \w+ #num|[^,;]* #date)"
        r"|^as(?= (?:the|a|an|it|he|she|they|there|no|this|people|\w+ \w+ (?:is|are|was|were|had|has|would))\b)"
    ),
    "deferral": r"defer\w*|postpon\w+|adjourn\w*|held over|later meeting|future meeting|next meeting|brought back",
    "settled": (
        r"decid\w+|decision\w*|agree[ds]?|agreement|approv\w+|resolv\w+|resolution|ratif\w+|adopt(?:ed|s)?|endors\w+"
        r"|carried(?! (?:out|over|forward|by|away))|passed|sanction\w*|authori[sz]\w+|voted"
    ),
    "noted": r"not(?:ed|es|ing)|received|heard",
    "continuing": (
        r"(?:is|are|was|were|been)? ?being(?! (?:that|the|an?|too|so|in|on|at|of)\b)"
        r"|ongoing|in progress|under way|underway|still|continu\w+|not yet|so far|to date"
        r"|in the process|began|begun|started"
    ),
    "superlative": (
        r"\w{3,}(?<!int)(?<!for)(?<!am)(?<!requ)(?<!inter)(?<!b)est(?=\s+(?:of|in|ever|since|single|on|number|amount|figure|item)\b)"
        r"|largest|biggest|highest|lowest|smallest|greatest|oldest|newest|latest|worst|best|longest|shortest|busiest"
        r"|first ever|most(?=\s+\w+(?:ed|ing|ive|ous|ful|ant|ent)\b)|least(?=\s+\w+)|record (?:high|low|level)|unprecedented"
        r"|ever|sole|final(?:ly)?|last(?=\s+\w)"
    ),
    "repeated": r"again|repeated\w*|twice|re-\w+|second time",
    "before": r"before|prior to|ahead of|by the end|no later than|previously|earlier",
    "after": r"after|following|since|later|afterwards|subsequent\w*",
}
_FOUND = {name: re.compile(rf"(?:\b|(?=n't))(?:{words})(?![\w#])", re.I) for name, words in _OPERATORS.items()}

# An operator that another one of the sentence also carries: whoever suggests proposes, what is deferred is not settled.
STANDS_FOR = {
    "belief": {"speech", "report", "belief"},
    "plan": {"plan", "future", "proposal"},
    "target": {"target", "plan"},
    "need": {"need", "duty", "request", "plan", "negation"},
    "future": {"future", "plan", "duty", "advice"},
    "advice": {"advice", "duty", "proposal"},
    "duty": {"duty", "advice"},
    "noted": {"noted", "speech", "report"},
    "speech": {"speech", "report", "belief"},
    "report": {"report", "speech", "noted"},
    "exception": {"exception", "negation"},
    "negation": {"negation", "exception"},
    "condition": {"condition", "after"},
    "before": {"before", "condition"},
    "after": {"after", "condition", "cause"},
    "cause": {"cause", "after"},
}
# Those whose loss makes a sentence say more than its source; the others matter where they are brought in as well.
MUST_STAY = (
    "negation", "speech", "belief", "request", "proposal", "plan", "future", "possibility", "advice", "condition", "exception",
    "target", "end", "need", "in principle", "limit", "approximation", "some", "deferral", "continuing",
)  # fmt: skip
# Those that reach over the rest of their sentence.
REACHING = ("speech", "belief", "request", "proposal", "condition", "exception", "in principle", "deferral")


_ELSEWHERE = tuple("future possibility approximation cause every request belief report condition before after".split())


def operators(text: str) -> frozenset[str]:
    """The names of the operators in ``text``, whose amounts are in the one notation."""
    return frozenset(name for name, pattern in _FOUND.items() if pattern.search(text))


def place_of(name: str, text: str) -> int:
    """Where the operator begins in ``text``; the end of it where it is not there."""
    found = _FOUND[name].search(text)
    return found.start() if found else len(text)


def kept(name: str, among: Collection[str]) -> bool:
    """True where ``among`` holds the operator or one that stands for it."""
    return not STANDS_FOR.get(name, {name}).isdisjoint(among)


def is_operator_word(word: str) -> bool:
    """True for a word that is checked as an operator and need not stand in the source as such."""
    return any(_FOUND[name].fullmatch(word) for name in _ELSEWHERE) or word in _PLAIN_NO


def planned(text: str) -> bool:
    """True for "Clerk to write to the owner": what is still to be done, in the way of an action list."""
    return _TO_DO.match(text) is not None and re.search(_FINITE, text) is None


_TO_DO = re.compile(
    r"\W*(?:(?i:actions?)\W+)?(?:(?!Decision)[A-Z][\w.'/&-]*\s+(?:of\s+|and\s+)?){1,5}"
    r"to (?!(?:the|an?|his|her|its|their|this|that)\b)[a-z]{2,}"
)
_PLAIN_NO = frozenset("not no never none nor neither nobody nothing without cannot unable nowhere".split())
_FINITE = r"(?i)\b(?:is|are|was|were|be|has|have|had|will|would|can|could|may|should|must|did|does|do|\w{2,}ed)\b"
