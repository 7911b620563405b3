"""What an item settled, statement by statement, and what is no outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.outcomes import Labelled, Tally, labels, pieces, tally
from index.judge import refuses
from index.minutes import Mark, Outcome, Source, Span
from index.outcomes import outcome_kind
from index.parse import parse
from index.read import read

CORPUS = Path(__file__).parent.parent / "eval" / "corpus"
HEAD = "Otterbourne Lock Board\n\nMinutes of the meeting held on 3 May 2022\n\nPresent: Ida Holm (Chair), Ravi Pell, Jo Wick\n\n"


def registered(body: str, name: str = "minutes.txt", head: str = HEAD, marks: tuple[Mark, ...] = ()) -> list[Outcome]:
    """The outcomes of minutes whose items follow a common head."""
    source = Source(name, "0" * 64, head + body, {"html": "html", "md": "md"}.get(name.split(".")[-1], "txt"), "utf-8", marks)  # type: ignore[arg-type]
    return [o for document in parse(source).documents for o in document.outcomes]


def told(body: str, **more: str) -> list[tuple[str, str]]:
    return [(o.kind, o.text) for o in registered(body, **more)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RESOLVED that the lamp be mended.", "decision"),
        ("The board decided to sell the barge.", "decision"),
        ("The motion was carried by six votes.", "decision"),
        ("The motion was lost.", "decision"),
        ("Governors approved the virement.", "decision"),
        ("The bids for the two quays were approved.", "decision"),
        ("The board did not agree the budget.", "decision"),
        ("The plan was not supported in its present form.", "decision"),
        ("Lettings – not approved; the charge is too low.", "decision"),
        ("The Panel recommended that the Trust meet the cost.", "decision"),
        ("I have decided to award the contract to Tow & Son.", "decision"),
        ("M/S/C (Pell/Wick) to table the plan until May.", "decision"),
        ("Members voted by 3 to 2 not to pay.", "decision"),
        ("The board could not support the plan as it stood.", "decision"),
        ("The application was refused as the lock had already been sold.", "decision"),
        ("The committee resolved under section 4 of the Act to sit in private.", "decision"),
        ("The rules were reviewed and re-adopted.", "decision"),
        ("Consensus of the Council was that the lamp should stay.", "agreement"),
        ("Everyone was happy with the notes of May.", "agreement"),
        ("It was agreed that the rent rise by 4%.", "agreement"),
        ("The Board were agreed that the work could not be put off another year.", "agreement"),
        ("After some discussion it was agreed to write to him.", "agreement"),
        ("AGREED", "agreement"),
        ("Minutes of 3 May were accepted as a correct record.", "approval"),
        ("The minutes were signed as a true record.", "approval"),
        ("The item was deferred to June.", "deferral"),
        ("Put off till next time, as the list was not ready.", "deferral"),
        ("The plan was REFERRED BACK to the Works Committee.", "deferral"),
        ("The item was left to lie on the table.", "deferral"),
        ("RESOLVED to defer the matter.", "deferral"),
        ("Held over until parents have been asked.", "deferral"),
        ("Action: Clerk to chase by 31 January.", "action"),
        ("ACTION LB/16: Ravi Pell to return with a plan.", "action"),
        ("The Board instructed the Clerk to write to the firm.", "action"),
        ("ACTION 4 - Chief Constable to report.", "action"),
        ("ACTION Toby to bring the words.", "action"),
        ("Clerk to order six signs.", "action"),
        ("The paper to be shared after the meeting.", "action"),
        ("The Secretary is to reply.", "action"),
        ("He offered to send the figures.", "undertaking"),
        ("She'll ring the tenants.", "undertaking"),
        ("It would be added to the minutes.", "undertaking"),
        ("She will circulate the plan.", "undertaking"),
        ("The Clerk said that he would write to the firm.", "undertaking"),
        ("The Head of Estates agreed to visit the site.", "undertaking"),
        ("A written answer will be provided.", "undertaking"),
        ("Dr Venn was invited to prepare a note.", "request"),
        ("The Chair asked for the costs.", "request"),
        ("The Clerk was asked to add it to the agenda.", "request"),
        ("The report was noted.", "noting"),
        ("RESOLVED that the report be noted.", "noting"),
        ("RESOLVED - That the report be received.", "noting"),
        ("Was it agreed that the rent rise?", "question"),
        ("Mr Venn asked whether the lease could be ended.", "question"),
    ],
)
def test_a_statement_is_judged_by_who_does_what_to_the_matter(text: str, kind: str):
    assert outcome_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Members discussed the barge.",
        "He intends to look at it.",
        "The Trust intends to bid for a second ferry.",
        "The Chair hopes to interview in March.",
        "Captain Toll means to call on the firm.",
        "If it succeeds the scheme will be reviewed.",
        "The Treasurer is confident that the plan will be completed on time.",
        "The council had agreed last year to close the lock.",
        "The Home Office decided to cut the grant.",
        "The lease was approved in 2018.",
        "The terms have already been agreed.",
        "Once the date was agreed the work began.",
        "The lamps stay dark, as it was agreed to be too costly.",
        "The Clerk reported that the offer was accepted by the bank.",
        "Two members of the public were refused footage of themselves.",
        "Forty groups were supported through the fund.",
        "He was appointed as a constable aged nineteen.",
        "The Board discussed it; nothing was settled.",
        "The team's job is to lead the work.",
        "There was no seconder and the motion fell.",
        "Hoping to get two more by spring.",
        "Members were invited to visit the lock.",
        "Mr Pell said that he could not support the plan.",
        "As an amendment, Mr Pell moved that the plan be approved in part.",
        "Nothing to report.",
        "An average officer will be off work for six days.",
        "The action from the last meeting was done.",
        "An action brought forward: it was agreed to look.",
        "",
    ],
)
def test_talk_hopes_hearsay_and_the_past_settle_nothing(text: str):
    assert outcome_kind(text) is None


@pytest.mark.parametrize(
    "text", ["The offer was rejected.", "The motion fails.", "They do not agree the budget.", "The request was refused."]
)
def test_a_refusal_is_told_from_a_decision(text: str):
    assert refuses(text)


@pytest.mark.parametrize("text", ["RESOLVED to open the lost property office.", "Officers were refused footage.", "It was approved."])
def test_what_speaks_of_loss_or_of_persons_refused_is_no_refusal(text: str):
    assert not refuses(text)


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("Action: Clerk to chase the District by 12 June.", "Clerk", "12 June"),
        ("ACTION Toby to bring the words to the next meeting.", "Toby", "the next meeting"),
        ("Action 3: Chief Supt Ida Holm, to report within 12 months.", "Chief Supt Ida Holm", "within 12 months"),
        ("Action: Send the letter by the end of July.", None, "the end of July"),
        ("Action: A letter will be sent to all.", None, None),
        ("Action: the report (lead: Ann Reed).", "Ann Reed", None),
        ("ACTION: Mr Hobb / Ms Wray – next report to name the firms.", "Mr Hobb / Ms Wray", None),
        ("Ms Pell said that she would meet them before Easter.", "Ms Pell", "Easter"),
        ("The Harbour Master was asked to find another berth.", "The Harbour Master", None),
        ("The Chair asked Jo Wick to draft a reply.", "Jo Wick", None),
        ("He would press the engineer for a date.", None, None),
        ("A report will be brought to the board in October or November.", None, "October or November"),
        ("The plan will be looked into by the Policy Manager.", "the Policy Manager", None),
        ("The Board approved the plan.", "The Board", None),
        ("It was agreed that the Clerk would write to him.", "the Clerk", None),
        ("It was agreed to write to him.", None, None),
        ("RESOLVED that the Clerk, with the Chair, be authorised to sign the lease.", "the Clerk", None),
        ("RESOLVED that the Clerk refer it to the county.", "the Clerk", None),
        ("RESOLVED that the works committee report on drains be adopted.", None, None),
        ("RESOLVED that members of the public be asked to withdraw.", None, None),
        ("On a division 2 members voted for the plan and 4 against it.", None, None),
        ("Members noted the report.", None, None),
        ("Mr Venn asked whether the lease could be ended.", "Mr Venn", None),
    ],
)
def test_owner_and_date_are_read_only_where_they_are_printed(text: str, owner: str | None, due: str | None):
    assert [(o.owner, o.due) for o in registered(f"1. Locks\n{text}\n2. Boats\nNone.\n")] == [(owner, due)]


def test_an_outcome_carries_its_words_its_number_and_its_place():
    text = HEAD + "1. Decisions\n2022/021 – Decision to sell the barge.\nIt rained.\n2. Boats\nNone.\n"
    (document,) = parse(Source("minutes.txt", "0" * 64, text, "txt", "utf-8")).documents
    (only,) = document.outcomes
    assert (only.kind, only.reference, only.text) == ("decision", "2022/021", "2022/021 – Decision to sell the barge.")
    assert text[only.span.start : only.span.end] == only.text
    assert only.item_id == document.items[1].item_id


def test_every_line_under_actions_arising_is_an_action():
    body = (
        "1. Locks\nThe gates leak.\n\nActions Arising:\n\nRavi Pell to call the firm.\n\nPaper on costs to be shared.\n\n2. Boats\nNone.\n"
    )
    assert told(body) == [("action", "Ravi Pell to call the firm."), ("action", "Paper on costs to be shared.")]


def test_a_stem_carries_to_its_entries_and_each_is_one_outcome():
    body = (
        "1. Locks\nMembers resolved to:\n(a) mend the gates; and\n(b) note the survey.\n2. Boats\nRESOLVED -\n\nThat the barge be sold;\n"
    )
    assert told(body) == [
        ("decision", "(a) mend the gates; and"),
        ("noting", "(b) note the survey."),
        ("decision", "That the barge be sold;"),
    ]


def test_a_list_agreed_for_publication_is_told_entry_by_entry():
    body = "1. Papers\nThe following papers were agreed for publication:\n- Agenda of May\n- Minutes of April\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "Agenda of May"), ("decision", "Minutes of April")]


def test_a_stem_without_entries_speaks_for_itself():
    body = "1. Papers\nThese gates were chosen by the Chair:\n\nThe gates of the upper basin\n\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "These gates were chosen by the Chair:")]


@pytest.mark.parametrize(
    "body",
    [
        "1. Matters arising\n14/22 Ravi Pell to call the firm. Called on 3 May.\n2. Boats\nNone.\n",
        "1. Locks\nAction arising from the April meeting:\nThe Clerk will give a review of the gates.\n2. Boats\nNone.\n",
        "1. Locks\nAction 3: Clerk to ask the bank: complete.\n2. Boats\nNone.\n",
        "1. Locks\nAction 3: Clerk to ask the bank.\n- Not complete. The bank is shut.\n2. Boats\nNone.\n",
    ],
)
def test_an_action_of_an_earlier_meeting_is_not_registered_anew(body: str):
    assert [o for o in told(body) if o[0] in ("action", "undertaking", "request")] == []


def test_an_agenda_and_a_recommendation_settle_nothing():
    agenda = "Otterbourne Lock Board\n\nAGENDA\n\n3 May 2022\n\n1. Locks\nThe Board is asked to approve the plan.\n2. Boats\nNone.\n"
    assert told(agenda, head="") == []
    assert told("1. Locks\nRECOMMENDATION\n\nThat the Board approves the plan.\n\n2. Boats\nNone.\n") == []


@pytest.mark.parametrize("space", ["\u2028", "\x85", "\xa0", "\x1c"])
def test_a_cell_of_white_space_says_nothing(space: str):
    assert registered(f"1.\t{space}\t1.", head="") == []


def test_two_promises_in_a_sentence_are_two_outcomes():
    body = "1. Locks\nThe Board decided to invite tenders and Mr Pell undertook to draw up the terms.\n2. Boats\nNone.\n"
    assert told(body) == [
        ("decision", "The Board decided to invite tenders"),
        ("undertaking", "Mr Pell undertook to draw up the terms."),
    ]


def test_a_motion_and_its_vote_are_one_outcome():
    body = "1. Locks\nMotion 2022-04 (Pell / Wick): sell the barge. Yes 2, No 4. Motion fails.\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "Motion 2022-04 (Pell / Wick): sell the barge. Yes 2, No 4. Motion fails.")]


def test_a_vote_before_its_resolution_is_not_counted_twice():
    body = "1. Locks\nOn a vote the motion was carried by five to nil.\n\nRESOLVED -\n\nThat the barge be sold.\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "That the barge be sold.")]


def test_a_resolution_that_was_put_off_is_a_deferral():
    body = "1. Locks\nBE IT RESOLVED, that the barge is sold. Special Order 3 was postponed to the June meeting.\n2. Boats\nNone.\n"
    assert told(body) == [("deferral", "Special Order 3 was postponed to the June meeting.")]


def test_a_motion_and_the_vote_in_the_next_sentence_are_one_outcome():
    words = "Motion by Pell, second by Wick, to sell the barge. Roll call: Pell Aye, Wick Aye. Motion carried 2-0."
    assert told(f"1. Locks\n{words}\n2. Boats\nNone.\n") == [("decision", words)]


def test_a_motion_carried_after_another_of_the_same_item_is_told_too():
    body = "1. Locks\nM/S/C (Pell/Wick) to mend the gates. Motion by Pell to sell the barge. Motion carried 2-0.\n2. Boats\nNone.\n"
    assert told(body) == [
        ("decision", "M/S/C (Pell/Wick) to mend the gates."),
        ("decision", "Motion by Pell to sell the barge. Motion carried 2-0."),
    ]


def test_a_vote_repeated_behind_a_carried_motion_is_not_counted_twice():
    body = "1. Locks\nM/S/C (Pell/Wick) to mend the gates. Carried unanimously.\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "M/S/C (Pell/Wick) to mend the gates.")]


def test_the_names_behind_approved_belong_to_it_and_the_title_before_it_does_not():
    body = "1. Minutes of the last meeting (5th April 2022)\nApproved. Proposed I Holm, seconded J Wick.\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "Approved. Proposed I Holm, seconded J Wick.")]


def test_proposer_and_seconder_before_a_resolution_settle_nothing_themselves():
    body = "1. Grants\nThe Show had asked for £500.\nProposed by Jo Wick, seconded by Ravi Pell:\nRESOLVED: Show £350.\n2. Boats\nNone.\n"
    assert told(body) == [("decision", "RESOLVED: Show £350.")]


def test_limbs_behind_resolved_that_are_told_one_by_one():
    body = (
        "1. Locks\nRESOLVED - That\n     (1)  tenders be invited;\n     (2)  the Clerk be authorised to sign; and\n"
        "     (3)  the survey be received.\n2. Boats\nNone.\n"
    )
    assert [(o.kind, o.owner) for o in registered(body)] == [("decision", None), ("decision", "the Clerk"), ("noting", None)]


def test_lettered_limbs_in_small_letters_are_parted():
    limbs = "a)   receive the report;\n\nb)   mend the gates; and\n\nc)   sell the barge."
    body = f"1. Locks\nResolved LB/2022/7\n\nThat the Lock Board:\n\n{limbs}\n2. Boats\nNone.\n"
    assert told(body) == [("noting", "a) receive the report;"), ("decision", "b) mend the gates; and"), ("decision", "c) sell the barge.")]


def test_an_entry_without_an_owner_has_that_of_its_stem():
    body = "1. Locks\nThe Committee agreed:-\n(1) to award £500 to the Show;\n(2) to instruct the Clerk to pay it.\n2. Boats\nNone.\n"
    assert [o.owner for o in registered(body)] == ["The Committee", "the Clerk"]


def test_an_owner_printed_apart_belongs_to_the_deed_before_it():
    body = "1. Locks\nThe lamp is to be mended.                     ACTION - RP\nIt rained. ACTION: Clerk, by 7 June.\n2. Boats\nNone.\n"
    assert [(o.kind, o.owner, o.due, o.text) for o in registered(body)] == [
        ("action", "RP", None, "The lamp is to be mended. ACTION - RP"),
        ("action", "Clerk", "7 June", "It rained. ACTION: Clerk, by 7 June."),
    ]


def test_what_was_lent_to_an_entry_ends_with_it():
    body = (
        "1. Matters arising\n(a) Path. Action from April - Ravi Pell to call the firm. He has called.\n"
        "(b) Lamp. Jo Wick will write to the county.\n2. Boats\nNone.\n"
    )
    assert told(body) == [("undertaking", "Jo Wick will write to the county.")]


def test_a_plea_to_the_meeting_itself_is_no_request_of_the_meeting():
    body = "1. Public\nMs Crowe asked the Board to open the lock. The Chair asked the Clerk to write to her.\n2. Boats\nNone.\n"
    assert told(body) == [("request", "The Chair asked the Clerk to write to her.")]


def test_a_request_and_its_promise_in_one_sentence_are_one_outcome():
    body = "1. Locks\nThe Chair asked her to find the date, and she agreed to do that.\n2. Boats\nNone.\n"
    assert told(body) == [("request", "The Chair asked her to find the date, and she agreed to do that.")]


SPACED = """
Item            Discussion                                     Action                    Who     When
1  Locks        It was agreed that the gates should be         Redraft the rules of      RP      7 June
                oiled weekly.                                  the gates
                They leak.

2  Boats        Jo will write to the firm about the barge.     Ask the bank              JW      July

"""


def test_columns_set_with_spaces_are_read_apart():
    assert [(o.kind, o.text, o.owner, o.due) for o in registered(SPACED)] == [
        ("agreement", "It was agreed that the gates should be oiled weekly.", None, None),
        ("action", "Redraft the rules of the gates", "RP", "7 June"),
        ("undertaking", "Jo will write to the firm about the barge.", "Jo", None),
        ("action", "Ask the bank", "JW", "July"),
    ]


def test_the_observations_on_applications_are_decisions_with_their_rows():
    body = (
        "1. Planning\nRef.         Applicant          Proposal        Observations\n"
        "P/24/1       Mr Venn            Porch           No objection\n"
        "P/24/2       Tow & Son          Mast            Object: too high\n"
        "P/24/3       Ms Crowe           Shed            Deferred – no plans\n\n2. Boats\nNone.\n"
    )
    assert told(body) == [
        ("decision", "P/24/1 Mr Venn Porch No objection"),
        ("decision", "P/24/2 Tow & Son Mast Object: too high"),
        ("deferral", "P/24/3 Ms Crowe Shed Deferred – no plans"),
    ]


def test_a_name_and_a_place_to_sign_open_no_list():
    body = "1. Locks\nNone.\n2. Boats\nNone.\nJo Wick, Clerk          Approved:\n1. Privacy\n"
    assert told(body) == []


TABLE = """<table><tr><th>No</th><th>Item</th><th>Discussion</th><th>Action</th><th>Owner</th><th>Due</th></tr>
<tr><td rowspan="2">1</td><td rowspan="2">Locks</td>
<td>They leak.</td><td>Call the firm<br>Ask the bank</td><td>RP<br>JW</td><td>7 June</td></tr>
<tr><td>It rained.</td><td>Bring the figures</td><td>JW</td><td>July meeting</td></tr>
<tr><td>2</td><td>Boats</td><td>None.</td><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td></tr></table>"""


def test_an_action_column_is_read_with_the_owner_and_the_date_beside_it():
    found = registered(f"<h1>Otterbourne Lock Board</h1><p>Minutes of 3 May 2022</p>{TABLE}", name="m.html", head="")
    assert [(o.kind, o.text, o.owner, o.due) for o in found] == [
        ("action", "Call the firm", "RP", "7 June"),
        ("action", "Ask the bank", "JW", None),
        ("action", "Bring the figures", "JW", "July meeting"),
    ]


def test_a_table_of_open_actions_is_old_and_one_of_outcomes_is_judged_by_its_words():
    open_actions = "| ID | Owner | Text | State |\n|---|---|---|---|\n| 7 | Ravi | Call the firm | open |\n"
    policies = "| Policy | Outcome |\n|---|---|\n| Fees | Ratified |\n| Locks | Held over until June |\n"
    body = f"## 1. Open action items\n\n{open_actions}\n## 2. Policies\n\n{policies}\n## 3. Boats\n\nNone.\n"
    assert told(body, name="m.md", head="# Otterbourne Lock Board\n\nMinutes of 3 May 2022\n\n") == [
        ("decision", "Fees | Ratified"),
        ("deferral", "Locks | Held over until June"),
    ]


def test_bold_marks_an_action_only_where_the_note_says_so():
    words = "Costs of the gates to reach all members in June."
    for note, kinds in (("Actions are printed in bold.\n\n", ["action"]), ("Members are printed in bold.\n\n", [])):
        text = HEAD + note + f"1. Locks\nThe gates leak.\n\n{words}\n\n2. Boats\nNone.\n"
        marks = (Mark("bold", Span(text.index(words), text.index(words) + len(words))),)
        source = Source("minutes.txt", "0" * 64, text, "txt", "utf-8", marks)
        assert [o.kind for d in parse(source).documents for o in d.outcomes] == kinds


def test_the_outcomes_labelled_by_hand_in_the_sample_minutes_are_found():
    wanted = labels(CORPUS / "outcomes.json")
    found = {group: Tally(0, 0, 0, 0, 0, 0) for group in ("settled", "to do")}
    for file in sorted({label.file for label in wanted}):
        source = read(CORPUS / file)
        said = [o for document in parse(source).documents for o in document.outcomes]
        gold = pieces(wanted, file, source.text)
        found = {group: total + tally(group, gold, said) for group, total in found.items()}
    settled, to_do = found["settled"], found["to do"]
    assert (settled.wanted, to_do.wanted) == (65, 69)
    assert settled.f1 >= 0.95
    assert to_do.f1 >= 0.93
    assert settled.overclaimed + to_do.overclaimed <= 2
    assert settled.invented + to_do.invented == 0
    assert settled.wide + to_do.wide == 0


def test_the_tally_counts_a_false_one_an_overclaim_and_an_invented_owner():
    # Wanted: two decisions. Said: one of them with an owner nobody printed, one on the noting, one nowhere.
    text = "The barge was sold. The report was noted. The gate was painted. The lamp stays."
    gold = pieces(
        [
            Labelled(file="a", kind=kind, owner=None, due=None, evidence=(words,))
            for kind, words in (
                ("decision", "The barge was sold."),
                ("noting", "The report was noted."),
                ("decision", "The gate was painted."),
            )
        ],
        "a",
        text,
    )
    said = [
        Outcome("x", "decision", None, owner, None, "", Span(start, start + 18)) for start, owner in ((0, "Bo"), (20, None), (66, None))
    ]
    assert tally("settled", gold, said) == Tally(wanted=2, said=3, right=1, overclaimed=1, invented=1, wide=0)
    assert tally("settled", gold, said).f1 == pytest.approx(0.4)  # 2 * 1 / (2 + 3)


def test_evidence_that_stands_in_a_file_twice_is_refused():
    label = Labelled(file="a", kind="noting", owner=None, due=None, evidence=("Noted.",))
    with pytest.raises(ValueError, match="2 times"):
        pieces([label], "a", "Noted. Then again: Noted.")


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The Board had agreed in 2016 that Mr Jones would write to the county.", []),
        ("It had been agreed at the meeting of 4 May that the Clerk would send a plan.", []),
        ("Having noted at the last meeting that the wall leaned, Mr Oak will write to the owner.", ["undertaking"]),
        ("Mr Oak has confirmed since the last meeting that the wall is safe and will write to the owner.", ["undertaking"]),
        ("Mr Oak had reported at the last meeting that the gate was broken, and he will mend it by May.", ["undertaking"]),
        ("Mr Oak had reported at the last meeting that he would see to the gate and would mend it.", []),
        ("At the last meeting the Clerk had promised that he would write to the bank.", []),
        ("The Trust had resolved last year that a fence would be built.", []),
        # and what is promised now, whatever stands before it
        ("Mr Jones would write to the county.", ["undertaking"]),
        ("The Clerk had read the plan of 2016 and would write to the county.", ["undertaking"]),
        ("The fence had failed in 2016. The Clerk would write to the builder.", ["undertaking"]),
    ],
)
def test_what_was_agreed_at_another_time_is_no_undertaking_of_today(sentence: str, kinds: list[str]):
    assert [o.kind for o in registered(f"1. Locks\n{sentence}\n2. Boats\nNone.\n")] == kinds
