"""Addresses of the citizens' site."""

from django.conf import settings
from django.urls import path

from motcua.portal.views import (
    cases,
    drafts,
    events,
    opendata,
    personal,
    procedures,
    public,
    supplementing,
)

app_name = "portal"
urlpatterns = [
    path("", procedures.home, name="home"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("events/", events.events, name="events"),
    path("events/<slug:event_id>/", events.event, name="event"),
    path("procedures/suggest", procedures.suggest, name="suggest"),
    path("procedures/<str:code>/", procedures.procedure, name="procedure"),
    path("procedures/<str:code>/apply", drafts.apply, name="apply"),
    path("open-data/", opendata.open_data, name="open_data"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft_id>/discard", drafts.discard, name="draft_discard"),
    path("drafts/<uuid:draft_id>/<slug:slug>/", drafts.step, name="draft_step"),
    path("cases/", cases.my_cases, name="my_cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path(
        "cases/<uuid:case_id>/supplement/", supplementing.supplement, name="supplement"
    ),
    path("cases/<uuid:case_id>/files/<uuid:file_id>", cases.file, name="file"),
    path("cases/<uuid:case_id>/<slug:action>/", cases.do, name="case_do"),
    path("track/", public.track, name="track"),
    path(f"{settings.VERIFY_PATH}/", public.verify, name="verify"),
    path(f"{settings.VERIFY_PATH}/<str:code>", public.verify, name="verify_code"),
    path("notices/", personal.notices, name="notices"),
    path("notices/<uuid:notice_id>/", personal.notice, name="notice"),
    path("profile/", personal.profile, name="profile"),
]
