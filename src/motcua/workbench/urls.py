"""Addresses of the officers' site."""

from django.urls import path

from motcua.workbench.views import (
    calendars,
    cases,
    catalogue,
    counter,
    deliveries,
    home,
    papers,
    people,
    posts,
    proposals,
    signins,
    work,
)

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("work/", work.worklist, name="work"),
    path("work/bulk/", work.bulk, name="bulk"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/do/<slug:name>/", cases.act, name="act"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>/", cases.case_file, name="file"),
    path("cases/<uuid:case_id>/receipt/", counter.receipt, name="receipt"),
    path("cases/<uuid:case_id>/control-slip/", papers.control_slip, name="slip"),
    path("cases/<uuid:case_id>/notices/", deliveries.of_case, name="case_notices"),
    path("notices/failed/", deliveries.failed, name="failed"),
    path("notices/send-again/", deliveries.send_again, name="send_again"),
    path("register/", papers.register, name="register"),
    path("counter/", counter.counter, name="counter"),
    path(
        "counter/start/<uuid:version_id>/", counter.counter_start, name="counter_start"
    ),
    path("counter/<uuid:draft_id>/", counter.counter_draft, name="counter_draft"),
    path(
        "cases/<uuid:case_id>/supplement/",
        counter.counter_supplement,
        name="counter_supplement",
    ),
    path("catalogue/", catalogue.procedures, name="catalogue"),
    path("catalogue/new/<slug:purpose>/", catalogue.propose, name="propose"),
    path("catalogue/code/<str:code>/", catalogue.procedure, name="procedure"),
    path("catalogue/code/<str:code>/compare/", catalogue.compare, name="compare"),
    path(
        "catalogue/proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"
    ),
    path(
        "catalogue/proposals/<uuid:proposal_id>/form/<slug:name>/",
        proposals.part,
        name="proposal_part",
    ),
    path(
        "catalogue/proposals/<uuid:proposal_id>/text/",
        proposals.text,
        name="proposal_text",
    ),
    path(
        "catalogue/proposals/<uuid:proposal_id>/preview/",
        proposals.preview,
        name="proposal_preview",
    ),
    path(
        "catalogue/proposals/<uuid:proposal_id>/do/<slug:name>/",
        proposals.act,
        name="proposal_act",
    ),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/new/<slug:kind>/", calendars.edit, name="calendar_edit"),
    path(
        "calendar/edits/<uuid:edit_id>/", calendars.withdraw, name="calendar_withdraw"
    ),
    path("sign-ins/", signins.sign_ins, name="sign_ins"),
    path("units/", people.units, name="units"),
    path("units/<uuid:unit_id>/", people.unit, name="unit"),
    path("units/<uuid:unit_id>/end/", posts.unit_end, name="unit_end"),
    path("people/<uuid:account_id>/", people.person, name="person"),
    path("people/<uuid:account_id>/posts/new/", posts.post_new, name="post_new"),
    path("posts/<uuid:post_id>/end/", posts.post_end, name="post_end"),
]
