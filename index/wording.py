"""The words of status in minutes, as data: who speaks, what settles a matter, what promises a deed.

Grammar lives in index/judge.py; to teach it another word, add the word here and a sentence to tests/test_outcomes.py.
"""

from __future__ import annotations

import re

from index.grammars import MONTH


def _any(words: str) -> str:
    return "(?:" + "|".join(word.replace("_", r"\s+") for word in words.split()) + ")"


ADVERB = r"(?:(?:also|now|then|therefore|soon|still|first|all|both|again|further|hereby|thus|accordingly|in\s+principle|\w+ly)\s+){0,3}"

# The body that meets, as minutes name it.
BODY = r"(?:(?:full|whole|parish|town|joint)\s+)?" + _any(
    "board committee sub-committee subcommittee council panel forum trustees governors governing_body governing_board "
    "members directors commissioners"
    " commissioner cabinet executive authority assembly meeting group partnership councillors residents TC D?PCC mayor "
    "commission senate trust"
)
# Roles that do things between meetings.
ROLE = _any(
    "clerk secretary secretariat chair chairman chairwoman chairperson vice-chair(?:man)? treasurer president officers? "
    "manager director directors"
    " constable constabulary force commissioner deputy_commissioner commissioners head headteacher principal executive "
    "superintendent inspector"
    " leader leads? coordinator co-ordinator administrator bursar SENDCo surveyor solicitor accountant auditor engineer "
    "architect master warden"
    " governor governors trustees? members? councillors? council board committee panel forum group team party subgroup sub-group department"
    " convenor convener scribe editors? guardian nurse registrar librarian caretaker consultant contractor partner trust "
    "company association"
    " organisation office staff OPCC D?PCC A?PCC CC DCC ACC CEx CEO CFO COO T?CC DPCC RFO SBM MoJ"
)
TITLE = r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Revd?|Canon|Captain|Cllrs?|Councillors?|Messrs)\b\.?"
PRONOUN = r"(?-i:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e)"

# Bodies outside the meeting: what they decide is news here, not a decision.
OUTSIDE = re.compile(
    r"\b(?:government|home\s+office|home\s+secretary|secretary\s+of\s+state|ministry|minister|parliament|inspectorate"
    r"|HMIC\w*|HMIP|IOPC|ombudsman"
    r"|court|judge|coroner|tribunal|ofsted|cabinet\s+office|regulator|county|district|borough|national"
    r"|planning\s+inspector\w*|insurers?|bank|police\s+federation"
    r"|supplier|landlord|department\s+for)\b",
    re.I,
)

# What a body does to a proposal; simple past.
SETTLED = _any(
    "approved endorsed adopted ratified accepted granted rejected refused appointed elected re-elected determined delegated "
    "authorised authorized awarded"
    " consented sanctioned declined dismissed supported recommended(?=\\s+(?:that|to|approval"
    "|acceptance)) nominated co-opted chose selected voted opposed objected commissioned settled(?=\\s+(?:on|for)\\b)"
)
SETTLED_THING = _any(
    "approved endorsed adopted ratified accepted granted rejected refused supported appointed elected re-elected determined "
    "awarded authorised authorized"
    " delegated carried passed settled sanctioned decided resolved declined turned_down co-opted chosen selected nominated ordered"
)
DEFERRED = _any(
    "deferred adjourned postponed held_over left_vacant left_open left(?:_to_lie)?_on_the_table stood_over put_back put_off carried_over "
    "referred_back continued(?=_to_(?:the_)?(?:next|meeting|\\w+_meeting)\\b)"
)

# What is done to a report that settles nothing.
MERELY = r"\bbe\s+(?:received|noted)(?:\s+and\s+(?:received|noted))?\b(?!\s+and\b)"

# Deeds that a person promises in a meeting, as the bare verb.
DEED = _any(
    "provide report sign(?!_off) draw_up circulate share write confirm bring send raise (?:double[-_])?check contact arrange organise "
    "organize prepare draft redraft produce update"
    " follow_up follow_this investigate look_into look_at find_out ask speak talk meet attend pass press submit publish "
    "review present feed chase obtain"
    " ring call phone telephone e-?mail invite consult seek amend revise correct compile supply forward monitor clarify "
    "discuss push let inform notify advise"
    " brief complete visit conduct carry_out undertake scope set_up set_out add include place order issue make_contact "
    "make_enquir\\w+ make_arrangements make_sure"
    " ensure file register reply respond answer acknowledge convene host pursue request distribute upload post identify "
    "examine analyse evaluate test take_this"
    " take_it take_that take_these take_away take_up take_forward take_back take_part put_forward work_with work_on liaise "
    "buy purchase collect commission"
    " return give get continue print repair mend fix replace remind book record escalate refer reconsider look_again keep "
    "hand explain help_with inspect"
    " sit_down deliver_the bid_for apply_for rerun re-run recirculate resubmit close_down price_up investigate count "
    "measure list install tell show"
)
# The same as participles, where the doer is left out: "will be circulated". Deeds of a secretariat; an operation is none.
DONE = _any(
    "provided shared circulated sent supplied brought bought_to bought_back presented reported submitted confirmed "
    "communicated reviewed monitored updated added reflected"
    " included arranged organised organized scheduled undertaken carried_out completed put_in_place put_on picked_up "
    "followed_up taken_forward taken_up"
    " looked_into looked_at investigated reinstated continued amended corrected contacted informed notified invited "
    "consulted balloted raised revisited"
    " produced prepared drafted written published refreshed clarified escalated chased fed_back issued checked uploaded "
    "distributed recirculated sought fitted"
    " asked obtained convened set_up sought"
)
HANDED_ON = _any("escalated fed passed referred raised taken_up taken_forward reported_back")
NEWS = _any(
    "evaluation review draft plan strategy update report paper presentation briefing answer response reply breakdown "
    "summary note explanation date"
)
KNOWLEDGE = _any("information breakdown figures? details? data copy copies list report paper numbers statistics examples")

INTENDS = re.compile(
    r"\b(?:intend\w*|intention|plan(?:s|ned|ning)?\s+to|hop(?:es?|ed|ing)\s+(?:to|that)|aim\w*|aspir\w*|looking\s+(?:to|at"
    r"|into)|means?\s+to|like\s+to"
    r"|thinking\s+of|ambition|trying\s+to|potential\w*)\b",
    re.I,
)
FORECAST = re.compile(
    r"\b(?:if|confident|expect\w*|anticipat\w*|hope\w*|likely|believ\w*|thought|assum\w*|predict\w*|assured|forecast|risk\w*"
    r"|might|may|warned|feared|unless|recognis\w*|recogniz\w*|acknowledg\w*|although"
    r"|whether|when|how|why|what)\b",
    re.I,
)
REPORTS = re.compile(
    r"\b(?:said|reported|explained|advised|noted|informed|stated|confirmed|commented|told|heard|announced|recalled|reminded"
    r"|mentioned|highlighted|added"
    r"|replied|understood|aware|pointed\s+out)\b",
    re.I,
)
SUBORDINATE = re.compile(
    r"\b(?:until|once|if|when|whether|unless|before|after|since|as(?=\s+(?:it|he|she|they|we|this|that|there|the\s+\w+"
    r"|an?\s+\w+|agreed|requested)(?:\s+(?:was|were|is|are))?\s*$)|because|although|though|which|where|than|who|while|whilst"
    r"|how|what)\b",
    re.I,
)
DELIBERATION = re.compile(
    r"^[\W\d]*(?:after|following|on|upon|before)\b[^,]{0,70}?\b(?:discussions?|debate|talks?|consideration|votes?|voting|questions?"
    r"|deliberation|poll|review|amendment|show\s+of\s+hands"
    r"|proposal|motion|presentation)\b",
    re.I,
)
ELSEWHEN = re.compile(
    rf"\b(?:in|during|since|from)\s+(?:19|20)\d\d\b|\blast\s+(?:year|month|week|summer|autumn|winter|spring|time|meeting"
    rf"|{MONTH})\b|\bago\b|\bpreviously\b|\balready\b"
    rf"|\bearlier\s+(?:this|in|meeting)\b|\bat\s+(?:its|their|the)\s+(?:\w+\s+){{0,2}}meeting\s+(?:of|on|in|held)\b|\b(?:in"
    rf"|since)\s+(?:{MONTH})\b",
    re.I,
)
RECORD = (
    r"(?:(?:correct|accurate|true|fair|proper)\b(?:\s+and\s+\w+)?\s+(?:record|minutes?|reflection|account)"
    r"|taken\s+as\s+(?:read\s+and\s+)?correct)"
)
