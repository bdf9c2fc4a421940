"""The reader's notices and what they have said about themselves."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.kernel.refusals import InvalidInput
from motcua.notices import commands as notice_commands
from motcua.notices import queries as notice_queries
from motcua.organisations import commands as organisation_commands
from motcua.organisations import queries as organisations
from motcua.portal.forms import ProfileForm
from motcua.portal.views import common
from motcua.web.actors import actor_of
from motcua.web.permissions import SIGNED_IN, permission
from motcua.web.refusals import text_of

PAGE = 20


@require_http_methods(["GET", "POST"])
@permission(SIGNED_IN)
def notices(request: HttpRequest) -> HttpResponse:
    """List the reader's notices, the newest first; mark them all as read."""
    actor = actor_of(request)
    if request.method == "POST":
        notice_commands.mark_all_read(account_id=actor.id, now=common.now())
        return redirect("portal:notices")
    before = request.GET.get("before")
    try:
        start = UUID(before) if before else None
    except ValueError:
        raise Http404 from None
    found = notice_queries.inbox(actor.id, before=start, limit=PAGE + 1)
    rest = f"?before={found[PAGE - 1].id}" if len(found) > PAGE else ""
    pages = {"next_url": rest, "first_url": "?" if before else ""}
    context = {"rows": found[:PAGE], "pages": pages}
    return render(request, "portal/notices.html", context)


@require_GET
@permission(SIGNED_IN)
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Open what a notice is about; that is what reading it means."""
    actor = actor_of(request)
    found = notice_queries.get_message(actor.id, notice_id)
    if found is None:
        raise Http404
    notice_commands.mark_read(
        account_id=actor.id, message_id=notice_id, now=common.now()
    )
    return redirect(f"/{found.path.lstrip('/')}")


@require_http_methods(["GET", "POST"])
@permission(SIGNED_IN)
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what the reader has said about themselves."""
    account = organisations.get_account(actor_of(request).id)
    facts = ("name", "phone", "identity_number", "address", "language")
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(
        data,
        initial={fact: getattr(account, fact) for fact in facts},
        label_suffix="",
        use_required_attribute=False,
    )
    if data is not None and form.is_valid():
        response = _change(request, form)
        if response is not None:
            return response
    context = {"form": form, "email": account.email}
    status = 422 if form.errors else 200
    return render(request, "portal/profile.html", context, status=status)


def _change(request: HttpRequest, form: ProfileForm) -> HttpResponse | None:
    actor = actor_of(request)
    said = dict(form.cleaned_data)
    language = said.pop("language")
    try:
        organisation_commands.change_profile(**said, actor=actor, now=common.now())
    except InvalidInput as refusal:
        for field, reason in refusal.fields.items():
            form.add_error(field, text_of(reason))
        return None
    organisation_commands.change_language(language=language, actor=actor)
    common.say_done(request, _("Đã lưu."))
    response = redirect("portal:profile")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response
