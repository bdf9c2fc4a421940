"""Gate: everything the screens do can be done by API; each page says by what."""

from django.urls import get_resolver

from motcua.cases.api.offers import PATH_OF
from motcua.config.api import api
from tests.fitness.routes import routes

ACTIONS = set(PATH_OF)
# Of each page of the sites, the operations that show or do the same.
OPERATIONS = {
    "portal": {
        "home": {"search_procedures"},
        "procedures": {
            "list_procedures",
            "search_procedures",
            "list_fields",
            "list_entries",
        },
        "suggest": {"suggest_procedures"},
        "events": {"list_life_events"},
        "event": {"plan_life_event"},
        "open_data": {"list_open_data", "download_open_data"},
        "procedure": {"get_procedure", "calculate_deadline", "get_entry"},
        "apply": {"start_draft"},
        "draft": {"get_draft", "get_form_schema"},
        "draft_discard": {"discard_draft"},
        "draft_step": {"save_draft", "upload_file", "submit_draft"},
        "my_cases": {"list_cases", "list_drafts"},
        "case": {"get_case", "list_events", "list_actions", "list_issued_papers"},
        "supplement": {"supplement_case", "upload_file"},
        "file": {"download_case_file"},
        "case_do": {"send_message", "withdraw_case", "stop_case"},
        "track": {"track_case"},
        "verify": {"verify_paper"},
        "verify_code": {"verify_paper"},
        "notices": {"list_notices", "mark_all_notices_read"},
        "notice": {"mark_notice_read"},
        "profile": {"get_profile", "change_profile"},
    },
    "accounts": {
        "own_access": {"list_own_sessions", "list_own_sign_ins"},
        "own_session_end": {"end_own_sessions"},
        "own_tokens": {"list_own_tokens"},
        "own_token_new": {"make_own_token"},
        "own_token_end": {"end_own_token"},
    },
    "workbench": {
        "home": {"count_work", "list_work"},
        "work": {"list_work", "count_work"},
        "bulk": ACTIONS,  # one by one: each case is checked anew there, too
        "cases": {"list_cases"},
        "case": {"get_case", "list_events", "list_actions", "list_case_files"},
        "act": ACTIONS,
        "file": {"download_case_file"},
        "receipt": {"list_issued_papers", "download_case_file"},
        "slip": {"print_control_slip"},
        "register": {"print_register"},
        "case_notices": {"list_case_deliveries"},
        "failed": {"list_failed_deliveries"},
        "send_again": {"send_again"},
        "counter": {"search_procedures", "list_procedures", "list_drafts"},
        "counter_start": {"start_draft"},
        "counter_draft": {"receive_at_counter", "save_draft", "upload_file"},
        "counter_supplement": {"supplement_case", "upload_file"},
        "catalogue": {"list_catalogue", "list_proposals"},
        "propose": {"start_proposal", "list_catalogue_parts"},
        "procedure": {"list_procedure_versions", "list_proposals"},
        "compare": {"compare_procedure_versions"},
        "proposal": {"get_proposal", "list_proposal_changes", "list_proposal_events"},
        "proposal_part": {"get_proposal", "save_proposal", "list_catalogue_parts"},
        "proposal_text": {"save_proposal", "check_procedure_text"},
        "proposal_preview": {"preview_proposal"},
        "proposal_act": {
            "submit_proposal",
            "approve_proposal",
            "return_proposal",
            "withdraw_proposal",
            "publish_proposal",
            "rebase_proposal",
        },
        "calendar": {"read_work_calendar", "list_calendar_edits"},
        "calendar_edit": {"edit_calendar", "preview_calendar_edit"},
        "calendar_withdraw": {"withdraw_calendar_edit", "preview_calendar_withdrawal"},
        "sign_ins": {"list_sign_ins"},
        "units": {"list_units", "list_territories"},
        "unit": {"get_unit", "list_people"},
        "person": {"get_person"},
        "post_new": {"assign_post"},
        "post_end": {"end_post", "count_open_work_of_post"},
        "unit_end": {"end_unit", "count_open_work_of_unit"},
    },
}


def pages(site):
    """Return the names of the pages of a site."""
    module = f"motcua.{site}.views"
    return {
        route.name
        for route in routes(get_resolver().url_patterns)
        if route.view.__module__.startswith(module)
    }


def test_every_page_says_by_which_operations_it_can_be_done():
    for site, named in OPERATIONS.items():
        assert pages(site) == set(named), site


def test_every_operation_that_is_named_exists():
    paths = api.get_openapi_schema()["paths"]
    known = {op["operationId"] for methods in paths.values() for op in methods.values()}

    for site, named in OPERATIONS.items():
        for page, operations in named.items():
            assert operations, page
            assert operations <= known, f"{site}:{page} {operations - known}"


def test_there_are_pages_to_look_at():
    assert len(pages("portal")) > 10
