"""Words that say the same in minutes: small groups, one sense each, and phrases with their single word.

A word is in a group only where putting one for another can never make a true sentence false. What tells strength apart
(suggested, agreed; noted, approved) stays in groups of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.tokens import tokens

_PHRASES = {
    "turned down": "rejected", "for good": "permanently", "given back": "returned", "gave back": "returned", "give back": "return",
    "picked up": "answered", "taken off": "removed", "take up": "raise", "taken up": "raised", "brought in": "introduced", "put down to": "attributed to",
    "talked over": "discussed", "gone out": "sent", "came in": "received", "come in": "received", "worked out": "calculated", "brought up": "raised",
    "make up": "comprise", "made up": "comprised", "ruled out": "excluded", "rule out": "exclude", "pays for": "funds", "paying for": "funding",
    "not less than": "at least", "no less than": "at least", "or more": "at least", "not more than": "at most", "no more than": "at most", "up to": "at most",
    "or less": "at most", "on top of": "plus", "in place of": "instead of", "call-back": "call back", "all bar": "all except", "save that": "except",
    "save for": "except", "a year": "annually", "per year": "annually", "each year": "annually", "every year": "annually", "a month": "monthly",
    "per month": "monthly", "every month": "monthly", "a week": "weekly", "per week": "weekly", "every week": "weekly", "a day": "daily", "per day": "daily",
    "asked for": "requested", "asked that": "requested that", "asks for": "requests", "voted down": "rejected", "threw out": "rejected", "thrown out": "rejected",
    "put off": "deferred", "put back": "deferred", "held over": "deferred", "carried over": "deferred", "carried forward": "deferred",
    "as well as": "and", "along with": "and", "together with": "and", "in addition to": "and",
    "because of": "because", "due to": "because", "owing to": "because", "as a result of": "because", "on account of": "because",
    "set up": "established", "carried out": "conducted", "took place": "held", "take place": "held", "taken place": "held",
    "handed in": "submitted", "put forward": "proposed", "in favour of": "for", "went up": "increased", "gone up": "increased",
    "go up": "increase", "went down": "decreased", "gone down": "decreased", "go down": "decrease", "came down": "decreased",
    "at the moment": "currently", "at present": "currently", "thanks to": "because", "with effect from": "from",
    "apart from": "except", "with the exception of": "except", "other than": "except", "except for": "except",
    "no longer": "not longer", "in total": "total", "in all": "total", "next to": "beside",
    "drawn up": "prepared", "draw up": "prepare", "looked at": "considered", "look at": "consider", "looking at": "considering",
    "looked into": "investigated", "look into": "investigate", "find out": "establish", "paid for": "funded", "pay for": "fund",
    "by means of": "by", "in order to": "to", "so as to": "to", "chief exec": "chief executive", "a single": "one", "only one": "only 1",
    "pointed out": "noted", "made clear": "stated", "gave an assurance": "assured", "gave assurance": "assured",
    "gave thanks": "thanked", "expressed thanks": "thanked", "were in favour": "voted for", "as long as": "provided",
    "on condition that": "provided that", "on the condition that": "provided that", "a third of": "one third of",
    "police and crime commissioner": "pcc", "deputy police and crime commissioner": "dpcc", "freedom of information": "foi",
    "double check": "check", "matter arising": "arising", "matters arising": "arising",
}  # fmt: skip

_GROUPS = """
said stated told told informed reported advised explained added remarked commented observed mentioned outlined described noted
asked queried enquired inquired questioned
requested asked sought called
suggested proposed recommended moved
believed thought considered felt opinion view
warned cautioned alerted
confirmed assured verified
decided resolved determined decision resolution
agreed resolved decided agreement
approved adopted endorsed ratified agreed
accepted approved
rejected refused declined
deferred postponed adjourned delayed
cancelled scrapped abandoned
withdrawn withdrew removed
increased rose risen grew grown higher rise increase growth
decreased fell fallen fall reduced dropped decline lower reduction decrease drop
bought purchased acquired purchase buy procure procured
purchase buy acquisition procurement
cost price
spent expenditure spending spend
funded financed paid
money funds funding cash
started began begun commenced start begin commence
finished ended completed concluded complete
closed shut close
opened reopened open
new fresh
built constructed erected build construct
repaired mended fixed repair mend fix
replaced substituted replace
installed fitted install fit
gave given provided supplied give provide supply
received got obtained
sent submitted forwarded send submit
showed shown shows demonstrated show
found discovered find
need needed required necessary requirement require
help assist assistance support helped assisted
use used usage using utilised
car cars vehicle vehicles
officer officers
councillor councillors cllr cllrs
member members
resident residents
chair chairman chairwoman chairperson chaired presided
pcc commissioner
people persons individuals person
staff employees personnel
children pupils
letter wrote write written
meeting met meet
year annual annually yearly
month monthly
week weekly
quarter quarterly
twice two
big large
little small
quick fast rapid
current currently now present
earlier previously before previous
later afterwards after
approximately about around roughly
nearly almost
whole entire
total overall altogether
main principal
extra additional further more another
several some number
issue problem matter
worry concern concerned concerns worried
thank thanked thanks grateful gratitude
happy pleased content satisfied welcomed
sorry regret regretted
important significant
show display
job post vacancy role
report paper
discussed discussion debated talked considered
considered consideration
examined reviewed review examine
plan plans planned intend intends intended intention
hope hoped hopes
expect expected expects anticipated
because since therefore result reason cause caused
lack lacked shortage insufficient
prohibited banned forbidden
permit allow allowed permitted
keep kept retain retained remain remained stay stayed
continue continued continuing
stop stopped cease ceased
delay late
response reply answer replied responded answered respond
attend attended attendance present
absent apologies apology
elected appointed
unanimous unanimously
investigated investigation inquiry investigate
visit visited visits
damaged damage
stolen theft thefts
broken broke
flooded flood flooding
until till
whilst while
moved proposed
carried passed
voted vote votes
for favour
against opposed
cheap cheaper inexpensive
afford affordable
evacuated emptied
sole only single
leave left leaving departed departure departures
join joined joining becoming become became
introduced introduce brought launched began
return returned back gave given repaid
worth valued value
rated graded rating grade judged assessed
divided split
reply replied answer answered response
wait waiting waits
remainder rest balance
remaining rest left
taken removed off
called described termed
early soon
aim target goal
national nationwide
owner owners owned owns own
extended prolonged longer
resulted led
expire expires expired end ends
hire hired hires rent rented lease leased
buys bought purchase purchases
sold sell sells selling
sale disposal
lowered cut reduced lower
raise raised increase increased
rise rises increase increases
yearly annual year annually
monthly month
doubt doubted doubtful sceptical unconvinced
worried concerned worry anxious
backed supported back support supportive favour
dear expensive costly high
proof evidence
inform told notified notify informed
notify notifiable
picked chosen chose selected choose choice
fault defect failure
breakdown breakdowns failed failure
crash crashes collision collisions
collision accident
pupil pupils student students children
parent parents
teacher teachers
premises building buildings
home homes house houses dwelling dwellings
shop shops store stores
road roads street streets
fire blaze
flood flooded flooding
tree trees
dogs dog
arrest arrests arrested
charge charged charges
offence offences crime crimes
burglary burglaries
robbery robberies
thefts theft stolen
injured hurt injury injuries
died dead death deaths killed
ill illness sick sickness unwell
absence absent absences sickness
retire retires retired retirement retiring
resigned resignation resign
appointed appointment recruited recruit hired
recruitment recruit recruited hiring
vacancy vacancies vacant unfilled
training trained train trainer trainers
complaint complaints
legal lawyer solicitor
advice guidance advise
letter letters
form forms
website site online
telephone phone
phone telephone
shared share joint jointly
together jointly
purchase buying bought joint
joint jointly shared
neighbouring adjoining adjacent nearby
consult consultation consulted
survey surveyed
inspect inspected inspection inspections
inspectorate inspector inspectors
audit audited auditor audits
overspend overspent
underspend underspent
surplus underspend
forecast projected predicted projection
budget budgeted
grant grants
reserve reserves
fee fees charge charges
rent rents
tax levy precept
price priced cost costs costing
pay paid pays payment payments
bill invoice
refund refunded
quotation quotations quote quotes quoted
offer offers offered
bid bids tender tenders
contract contracts
award awarded awarding
supplier suppliers provider providers contractor
vehicles vehicle cars vans fleet
drive drove driven driver drivers
flown flew fly flies flight flights
run runs running ran operate operated operates
lasts runs lasting
scheme project programme
strategy policy
rule rules regulation
law legislation
update updated updates
publish published publication
circulate circulated
record recorded records minuted
minute minutes minuted
list listed
count counted counts
figure figures number numbers statistics
statistics figures data
average mean
rate rates proportion share
majority most
double doubled twice
quick quicker faster fast
slow slowed slower
longer long
shorter short below under
larger bigger large big
smaller small little
difficult hard
easy simple
sufficient enough
suitable appropriate
necessary needed essential
urgent urgently
immediate immediately
briefly short
further additional more extra
instead place lieu
despite although
anyway same nevertheless nonetheless
cover covered covers
include included includes including
exclude excluded rule ruled
exceed more over
reach reached
achieve achieved meet
met achieve
miss missed
win won
gain gained
save saved saving savings
spend spent
waste wasted
collect collected collection collections
deliver delivered delivery
provide provided provision
handle handled deal dealt
handed gave given issued
issue issued
hand handed
sign signed signing signature
store stored
carry carried
move moved moving transfer transferred movement virement
transfer transferred moved virement
relocate moved relocated
stay stays held kept remain remains stays retained
held kept
begin begins starts start
choose choosing chose
raise raised
mention mentioned raised
speak spoke spoken
talk talked discussed
settle settled decided
settled settling
look looked examined considered
prepare prepared drawn
draft drafted prepared
write written wrote
ask asks asked want wanted wants
wanted wished wish want
intend intends intended means meant
mean means
intended planned plan
try tried trying
test tested testing trialled
check checked checks
confirm confirms
verify verified
prove proved proof proven
show shows showed
deter deterred deterrent deters
prevent prevented preventing
protect protected protection
safe safety
dangerous danger unsafe
risk risks
harm harmed
abandon abandoned abandonment
reject rejects
refuse refuses refusal
object objected objection objections
oppose opposed opposes against
permit permitted permission
grant granted
allow allows
forbid forbidden
bar barred
dismiss dismissed sacked
misuse misused
suspend suspended
pause paused suspended
resume resumed
restart resumed
cancel cancelled
shut shuts
temporarily temporary interim
annual yearly
quarterly quarter
daily day
weekly week
overnight night
fail failed fails
firm company firms companies
company business
authority council
village parish
force constabulary police
police constabulary force
custody detention cells
detained held
detainee detainees prisoners
victim victims
witness witnesses
patient patients
nurse nurses nursing
doctor doctors
hospital hospitals
bed beds
ambulance ambulances
school schools
governor governors
trustee trustees
tenant tenants
landlord landlords
boat boats vessel vessels
vessel vessels ship ships
berth berths
allotment plot plots
bus buses minibus
train trains
station stations
bike bikes bicycle bicycles
camera cameras cctv
laptop laptops
phone phones
drone drones
electric electricity power
supply supplied
money sum amount
sum amount
warrant warrants
search searched searches
seize seized seizure
recover recovered recovery
find finds
locate located found
person people
man men
woman women
boy boys
girl girls
resident inhabitants
volunteer volunteers voluntary
petition petitions
question questions
question asked
comment comments
opinion opinions
effect impact
benefit benefits
change changes changed amendment alteration
amend amended amendment correction
correct corrected correction
mistake error errors
accurate correct true
wrong incorrect
proper correct
certain sure
forthcoming next coming
previous last
preceding before previous
old former previous
explain explained explanation explaining reason
rise risen rises raise raised increase increased
wait waits waiting await
kept stay stays stayed hold held remain remains
shorter short under
intended planned meant
returned return given
handed submitted
unpaid owed owing outstanding
closing closure closed
opening opened
fund funds funded pay paid pays payment payments
disappointing disappointed disappointment
sympathetic sympathy sympathies
award awarded awards
"""
GROUPS = tuple(tuple(line.split()) for line in _GROUPS.strip().splitlines())
_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _PHRASES), key=len, reverse=True))})\b", re.I)


def one_word(text: str) -> str:
    """``text`` with each known phrase as its single word."""
    return _PHRASE.sub(lambda match: _PHRASES[match.group().lower()], text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    forms = tokens(word)
    return forms[0] if forms else word


@lru_cache(maxsize=4_096)
def same(word: str) -> frozenset[str]:
    """The stems that say the same as the stem ``word``, itself among them."""
    return frozenset([word, *(other for group in _stems() if word in group for other in group)])


@lru_cache(maxsize=1)
def _stems() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(_of(group)) for group in GROUPS)


def _of(group: tuple[str, ...]) -> Iterator[str]:
    return (stem(word) for word in group)
