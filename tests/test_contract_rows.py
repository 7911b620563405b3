"""Every row of the contract for bad input has a test that asserts the code, the exit code or status, and the state afterwards.

A row is one thing that goes wrong. ``shown`` names the tests of the command line and the store, ``over_http`` those of the web
application. Where a row is still open it says by whom, and is counted among the tests that were not run ("NOT CHECKED").
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    event: str
    code: str
    exit: int | None = None  # of the command line; none: it cannot happen there
    status: tuple[int, ...] = ()  # over HTTP; empty: it cannot happen there
    shown: tuple[str, ...] = ()  # "file.test" without test_ and .py
    over_http: tuple[str, ...] = ()
    open_for: str = ""  # whose work the tests that lack are


MAPPED = "problems.an_expected_failure_has_the_status_of_the_contract_and_keeps_its_words"  # whatever raises the error

FILES = [
    Row(
        "type not allowed, or content of another type",
        "E_TYPE",
        65,
        (415,),
        shown=("bad_input.a_file_that_is_no_minutes_is_refused", "bad_input.a_bad_file_leaves_what_is_held_as_it_was"),
        over_http=(MAPPED,),
    ),
    Row(
        "over the size cap",
        "E_TOO_LARGE",
        65,
        (413,),
        shown=("quarantine.the_size_of_a_file_can_be_configured", "hostile_files.half_a_gigabyte_is_refused_before_it_is_read"),
        over_http=(
            "http.r40_a_body_over_the_cap_is_refused_said_or_not",
            MAPPED,
        ),
    ),
    Row(
        "bomb: ratio, members, pages",
        "E_BOMB",
        65,
        (422,),
        shown=("hostile_files.a_bomb_is_refused_and_the_parent_does_not_grow",),
        over_http=(MAPPED,),
    ),
    Row(
        "too deep, broken XML, cut off",
        "E_STRUCTURE",
        65,
        (422,),
        shown=(
            "hostile_hidden.a_page_nested_too_deep_is_refused_and_loses_no_word_else",
            "large_files.a_paragraph_of_ten_megabytes_is_refused_and_stores_nothing",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "parser over its limits, or killed",
        "E_PARSE_LIMIT",
        65,
        (422,),
        shown=(
            "quarantine.a_file_that_breaks_a_limit_is_tried_once_and_again_when_forced",
            "jail.a_limit_ends_the_fork_alone_and_is_named",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "encrypted",
        "E_ENCRYPTED",
        65,
        (422,),
        shown=("hostile_files.a_pdf_that_asks_for_a_password_or_holds_no_text_is_named",),
        over_http=(MAPPED,),
    ),
    Row(
        "no text",
        "E_NO_TEXT",
        65,
        (422,),
        shown=(
            "bad_input.a_file_that_is_no_minutes_is_refused",
            "bad_input.a_changed_file_that_can_no_longer_be_read_keeps_what_it_said_before",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "some pages without text",
        "W_PARTIAL",
        0,
        (200,),
        shown=("notices.pages_without_text_are_named_at_ingest_and_beside_answers",),
        over_http=("api.a_file_with_pages_without_text_is_taken_in_and_the_code_says_so",),
    ),
    Row(
        "bytes that no encoding explains",
        "E_ENCODING",
        65,
        (422,),
        shown=("bad_input.a_file_that_is_no_minutes_is_refused",),
        over_http=(MAPPED,),
    ),
    Row(
        "hidden text, text under a redaction, bidi and tag characters",
        "W_HIDDEN",
        65,
        (202,),
        shown=(
            "quarantine.words_under_a_box_are_held_until_a_person_approves",
            "quarantine.signs_nobody_sees_hold_a_file",
            "quarantine.what_was_approved_is_taken_in_without_the_hidden_words_and_stays",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "a name that would harm",
        "",
        0,
        (200,),
        shown=("bad_input.a_hostile_file_name_is_only_a_name",),
        over_http=("api.a_hostile_name_is_only_a_name",),
    ),
    Row(
        "no label, or an unknown one",
        "E_LABEL",
        65,
        (422,),
        shown=(
            "label_rules.r47_a_misspelt_or_unknown_label_is_refused_and_nothing_is_indexed",
            "label_rules.r47_with_accounts_a_file_without_a_label_is_refused",
        ),
        over_http=(MAPPED,),
    ),
]
USE = [
    Row(
        "unknown option, bad value",
        "E_USAGE",
        64,
        (422,),
        shown=("bad_input.what_cannot_be_typed_is_refused_with_the_usage",),
        over_http=(MAPPED,),
    ),
    Row(
        "a configuration that is none",
        "E_USAGE",
        78,
        (),
        shown=(
            "bad_input.a_configuration_that_is_none_is_refused_before_anything_is_done",
            "bad_input.a_configuration_that_is_named_and_not_there_is_refused",
        ),
    ),
    Row(
        "a file that is not there",
        "E_NOINPUT",
        66,
        (404,),
        shown=(
            "bad_input.a_file_that_is_no_minutes_is_refused",
            "bad_input.a_bad_file_leaves_what_is_held_as_it_was",
            "bad_input.a_store_that_is_not_there_is_not_made_by_asking",
            "half_states.a_rebuild_makes_no_store_where_there_is_none",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "an empty question",
        "E_EMPTY",
        64,
        (422,),
        shown=("bad_input.a_question_that_is_none_is_refused",),
        over_http=(MAPPED,),
    ),
    Row(
        "a question that is too long",
        "E_TOO_LONG",
        64,
        (413,),
        shown=("bad_input.a_question_that_is_none_is_refused",),
        over_http=(MAPPED,),
    ),
    Row(
        "control characters or half a surrogate pair in a question",
        "",
        0,
        (200,),
        shown=("bad_input.a_strange_question_gets_an_answer", "question.a_question_is_cleaned_of_what_is_no_text"),
        over_http=("api.control_characters_and_half_a_surrogate_pair_are_cleaned_away_and_said",),
    ),
    Row(
        "JSON that is none",
        "E_JSON",
        64,
        (400,),
        shown=("bad_input.a_history_of_another_shape_is_refused",),
        over_http=(
            "http.r40_what_is_no_json_is_refused_without_an_echo",
            "http.r40_json_that_is_too_deep_is_refused_at_its_place_and_no_deeper",
            MAPPED,
        ),
    ),
    Row("an unknown field in JSON", "E_FIELD", None, (422,), over_http=("http.r40_a_field_that_is_none_of_ours_is_named_and_refused",)),
    Row(
        "a number out of range",
        "E_RANGE",
        64,
        (422,),
        shown=("bad_input.a_number_out_of_range_is_refused_with_the_range",),
        over_http=(MAPPED,),
    ),
    Row(
        "not signed in, or a bad login",
        "E_AUTH",
        None,
        (401,),
        over_http=(
            "signing_in.a_browser_without_a_session_is_sent_to_the_form_and_a_program_is_told",
            "signing_in.r39_an_unknown_name_and_a_wrong_password_are_told_in_the_same_words",
        ),
    ),
    Row(
        "too many attempts",
        "E_RATE",
        None,
        (429,),
        over_http=(
            "signing_in.r39_after_five_failures_a_name_is_closed_even_to_the_right_password_until_the_quarter_is_over",
            "http.r40_the_thirty_first_question_of_a_minute_waits_and_nobody_else_does",
        ),
    ),
    Row(
        "what is not held, or may not be seen",
        "E_NOTFOUND",
        66,
        (404,),
        shown=("bad_input.an_item_that_is_not_held_is_refused",),
        over_http=(
            "routes.r35_an_address_outside_the_table_does_not_exist",
            MAPPED,
        ),
    ),
    Row(
        "a request from another site, or for another host",
        "E_ORIGIN",
        None,
        (403, 400),
        over_http=("http.r37_what_another_site_sends_is_refused_and_does_nothing", "http.r38_a_foreign_name_is_refused"),
    ),
    Row("too much to do", "E_BUSY", None, (503,), over_http=("http.r40_when_the_queue_is_full_one_is_told_when_to_come_back",)),
]
STORE = [
    Row(
        "the same bytes again",
        "I_DUPLICATE",
        0,
        (),
        shown=(
            "ingest.the_same_bytes_under_another_name_are_a_duplicate",
            "keeping.r07_twice_in_another_order_and_under_another_name_is_the_same_store",
        ),
    ),
    Row(
        "a changed file",
        "I_REPLACED",
        0,
        (),
        shown=(
            "ingest.a_moved_file_is_known_by_its_bytes",
            "kills.r03_killed_while_a_file_is_replaced_or_removed_either_the_old_or_the_new_is_there",
        ),
    ),
    Row(
        "an embedder that gives no number, nothing, or another size",
        "E_EMBED",
        70,
        (503,),
        shown=(
            "bad_input.an_embedder_that_gives_no_vector_stores_nothing_and_answers_nothing",
            "upgrade.r17_a_rebuild_whose_embedder_fails_leaves_what_was_there",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "a model that is not there, or of another hash",
        "E_MODEL",
        78,
        (503,),
        shown=(
            "bad_input.an_embedder_that_is_not_installed_is_named",
            "weights.a_hash_behind_the_name_of_a_model_is_what_its_weights_must_have",
            "half_states.a_rebuild_without_its_model_leaves_every_file_as_it_was",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "a full disk",
        "E_NOSPACE",
        74,
        (507,),
        shown=(
            "keeping.r10_on_a_full_disk_what_is_in_stays_in_and_the_rest_follows_when_there_is_room",
            "keeping.r10_a_disk_that_others_fill_is_told_from_damage",
            "half_states.a_disk_without_room_for_a_backup_is_told_and_nothing_half_made_stays",
            "half_states.a_disk_without_room_for_a_restored_store_is_told_and_nothing_half_made_stays",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "a place that may not be written",
        "E_CANTCREATE",
        73,
        (503,),
        shown=(
            "bad_input.a_place_that_takes_no_store_is_refused",
            "keeping.r11_a_folder_that_may_not_be_written_is_refused_and_left_as_it_is",
            "keeping.r11_a_disk_that_may_not_be_written_is_refused_and_left_as_it_is",
            "keeping.r11_each_place_that_is_no_store_has_its_own_message",
            "half_states.a_backup_into_a_folder_that_is_not_there_is_refused_by_its_name",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "another process has the store",
        "E_LOCKED",
        75,
        (409,),
        shown=(
            "bad_input.a_store_in_use_is_left_alone_and_its_owner_named",
            "half_states.r12_of_two_that_start_at_once_one_wins_and_the_other_names_it",
            "half_states.a_store_that_is_closed_under_an_ingest_ends_it_after_the_file_at_hand_and_is_whole",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "damage",
        "E_CORRUPT",
        65,
        (503,),
        shown=(
            "damage.r14_damage_since_the_store_was_closed_is_named_at_the_start_and_mended",
            "damage.r14_damage_to_a_store_that_nobody_closed_is_found_by_a_child",
            "damage.r14_a_damaged_catalogue_is_named_and_what_it_holds_whole_is_saved",
            "damage.r14_one_bit_in_any_file_is_found_and_mended",
            "half_states.where_the_catalogue_is_gone_no_empty_store_takes_its_place",
            "backup.a_damaged_store_is_not_backed_up_and_the_message_names_the_last_backup",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "a store of another embedder or version",
        "E_INDEX_VERSION",
        78,
        (503,),
        shown=(
            "bad_input.a_store_of_another_embedder_is_refused",
            "upgrade.r17_another_embedder_dimension_or_limit_is_refused_and_a_rebuild_mixes_nothing",
            "upgrade.r18_an_older_store_is_refused_with_the_command_that_makes_it_anew_under_the_same_ids",
            "upgrade.r18_a_newer_store_is_left_alone",
        ),
        over_http=(MAPPED,),
    ),
    Row(
        "a fault of the program",
        "E_INTERNAL",
        70,
        (500,),
        shown=(
            "bad_input.a_fault_of_the_program_says_so_without_the_words_it_stumbled_over",
            "ingest.a_stumbling_parser_is_a_failure_in_the_report",
        ),
        over_http=(
            "problems.a_fault_is_told_by_its_reference_alone_and_the_log_has_the_place_but_not_the_words",
            MAPPED,
        ),
    ),
    Row(
        "SIGTERM and SIGINT",
        "",
        143,
        (),
        shown=("bad_input.a_signal_ends_an_ingest_with_its_own_code_and_another_run_goes_on", "cli.a_termination_frees_the_store"),
    ),
]
ANSWERS = [
    Row(
        "nothing relevant found",
        "N_NO_ANSWER",
        0,
        (200,),
        shown=("cli.not_recorded_is_an_answer_and_no_failure", "notices.nothing_found_is_an_answer"),
        over_http=("api.nothing_found_is_an_answer",),
    ),
    Row(
        "a language model that is down, slow or wrong",
        "N_EXTRACTIVE",
        0,
        (200,),
        shown=("notices.without_the_model_the_minutes_are_quoted_with_the_class_of_the_reason",),
        over_http=("api.without_the_model_the_minutes_are_quoted_and_the_answer_says_so",),
    ),
    Row(
        "an answer of the language model that fails the checks",
        "N_UNVERIFIED",
        0,
        (200,),
        shown=("notices.what_the_minutes_do_not_bear_out_is_replaced_and_said_to_be",),
        over_http=("api.what_the_minutes_do_not_bear_out_is_not_told_and_the_answer_says_so",),
    ),
    Row(
        "an injection suspected in a passage",
        "N_SUSPECT",
        0,
        (200,),
        shown=("notices.words_for_a_machine_are_quoted_with_a_notice_and_flagged_for_staff",),
        over_http=("api.words_for_a_machine_are_quoted_with_a_notice",),
    ),
]
ROWS = [*FILES, *USE, *STORE, *ANSWERS]


def named(row: Row) -> str:
    return f"{row.code} {row.event}".strip()


@cache
def _tests_of(file: str) -> tuple[str, set[str]]:
    """The text of a file of tests, and the names of the tests in it."""
    text = (TESTS / f"test_{file}.py").read_text("utf-8")
    return text, {node.name.removeprefix("test_") for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def test_the_contract_has_its_rows_once_each():
    assert len(ROWS) == 41
    assert len({(row.event, row.code) for row in ROWS}) == 41


@pytest.mark.parametrize("row", [row for row in ROWS if row.shown or row.over_http], ids=named)
def test_the_tests_that_a_row_names_are_there_and_their_file_speaks_of_its_code(row: Row):
    spoken = ""
    for name in (*row.shown, *row.over_http):
        file, _, test = name.partition(".")
        text, tests = _tests_of(file)
        assert test in tests, name
        spoken += text
    assert row.code in spoken or row.code.startswith("N_")  # a notice is spoken of by its words


@pytest.mark.parametrize("row", [row for row in ROWS if row.exit is not None], ids=named)
def test_a_row_is_shown_on_the_command_line(row: Row):
    if not row.shown:
        assert row.open_for, "nobody has this row"
        pytest.skip(f"NOT CHECKED: {named(row)} (exit {row.exit}) has no test on the command line yet; {row.open_for}")


@pytest.mark.parametrize("row", [row for row in ROWS if row.status], ids=named)
def test_a_row_is_shown_over_http(row: Row):
    if not row.over_http:
        assert row.open_for, "nobody has this row"
        pytest.skip(f"NOT CHECKED: {named(row)} (status {row.status[0]}) has no test over HTTP yet; {row.open_for}")
