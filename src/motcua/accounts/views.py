"""How I get in: my sessions, what happened at the door, my tokens."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts import commands, queries
from motcua.accounts.commands import Door
from motcua.accounts.forms import TokenForm
from motcua.accounts.queries import SignInFilter
from motcua.authority.queries import list_tokens
from motcua.kernel.refusals import InvalidInput, NotFound, Refusal
from motcua.web.actors import actor_of
from motcua.web.limits import address_of
from motcua.web.permissions import SIGNED_IN, permission
from motcua.web.refusals import text_of
from motcua.web.sessions import mark_of

SIZE = 20


def door_of(request: HttpRequest) -> Door:
    """Return from where, and when, somebody does something to how they get in."""
    return Door(
        at=timezone.now(),
        address=address_of(request),
        device=request.headers.get("User-Agent", ""),
    )


@require_GET
@never_cache
@permission(SIGNED_IN)
def own_access(request: HttpRequest) -> HttpResponse:
    """Show the reader's open sessions and what happened at their door."""
    account_id, now = actor_of(request).id, timezone.now()
    cursor = request.GET.get("after") or None
    shown = queries.list_sign_ins(
        SignInFilter(account_id=account_id), cursor=cursor, size=SIZE
    )
    sessions = queries.list_sessions(
        account_id, now, current_key=request.session.session_key
    )
    context = {
        "sessions": sessions,
        "sign_in_days": settings.SIGN_IN_DAYS,
        "others": sum(not one.is_current for one in sessions),
        "events": shown.rows,
        "pages": {
            "first_url": request.path if cursor else "",
            "next_url": shown.next_cursor and f"?after={shown.next_cursor}",
        },
    }
    return render(request, "accounts/access.html", context)


@require_POST
@permission(SIGNED_IN)
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session of the reader's, or all but this one."""
    actor, mark = actor_of(request), request.POST.get("session", "")
    current = mark_of(request.session.session_key)
    if mark == "others":
        count = commands.end_other_sessions(
            current=current, actor=actor, door=door_of(request)
        )
        done = ngettext(
            "Đã kết thúc %(n)s phiên khác.", "Đã kết thúc %(n)s phiên khác.", count
        )
        messages.success(request, done % {"n": count})
    else:
        try:
            commands.end_session(mark=mark, actor=actor, door=door_of(request))
        except NotFound:
            messages.info(request, _("Phiên này đã kết thúc từ trước."))
        else:
            messages.success(request, _("Đã kết thúc phiên."))
    return redirect("own_access")


@require_GET
@never_cache
@permission(SIGNED_IN)
def own_tokens(request: HttpRequest) -> HttpResponse:
    """Show the reader's tokens, without their secrets."""
    now = timezone.now()
    tokens = [
        {"facts": t, "is_open": t.revoked_at is None and t.expires_at > now}
        for t in list_tokens(actor_of(request).id)
    ]
    may_make = actor_of(request).may(commands.MANAGE)
    context = {"tokens": tokens, "may_make": may_make}
    return render(request, "accounts/tokens.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@permission(commands.MANAGE)
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is on the answer to this form, and never again."""
    answer: HttpResponse = reauthentication_required(_new_token)(request)
    return answer


def _new_token(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None, actor)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            context["issued"] = commands.make_token(
                **form.cleaned_data, actor=actor, door=door_of(request)
            )
        except InvalidInput as refusal:
            for field, reason in refusal.fields.items():
                form.add_error(field, text_of(reason))
        except Refusal as refusal:
            form.add_error(None, text_of(refusal))
    status = 422 if form.errors else 200
    return render(request, "accounts/token_new.html", context, status=status)


@require_POST
@permission(SIGNED_IN)
def end_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one of the reader's tokens at once."""
    commands.end_token(
        token_id=token_id, actor=actor_of(request), door=door_of(request)
    )
    messages.success(request, _("Mã truy cập đã bị thu hồi và hết tác dụng ngay."))
    return redirect("own_tokens")
