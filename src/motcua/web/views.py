"""Pages of the toolkit itself: the look, the language, the gallery."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from motcua.kernel.money import Money
from motcua.kernel.texts import Text
from motcua.web.context import THEME_COOKIE, THEMES
from motcua.web.permissions import PUBLIC, permission

YEAR = timedelta(days=365)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Return where the form asks to go next, if that is on this site."""
    target = request.POST.get("next") or request.GET.get("next") or default
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else default


@require_POST
@permission(PUBLIC)
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember whether this reader wants light, dark, or what the machine says."""
    response = HttpResponseRedirect(safe_next(request))
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


class GalleryForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(
        label="Họ và tên", help_text="Viết đúng như trên giấy tờ tùy thân."
    )
    email = forms.EmailField(label="Thư điện tử", required=False)
    born = forms.DateField(
        label="Ngày sinh", widget=forms.DateInput(attrs={"type": "date"})
    )
    relation = forms.ChoiceField(
        label="Quan hệ",
        choices=[("", "—"), ("self", "Bản thân"), ("child", "Con")],
    )
    delivery = forms.ChoiceField(
        label="Nhận kết quả",
        widget=forms.RadioSelect,
        choices=[("online", "Trực tuyến"), ("counter", "Tại quầy")],
    )
    reason = forms.CharField(label="Lý do", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="Giấy tờ", help_text="PDF hoặc ảnh, đến 10 MB.")
    agree = forms.BooleanField(label="Tôi cam đoan thông tin khai là đúng.")


@require_GET
@permission(PUBLIC)
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component once, in every state it has."""
    if not (settings.DEBUG or settings.GALLERY):
        raise Http404
    now = timezone.localtime()
    lines = [
        SimpleNamespace(
            text=Text(
                "Tiếp nhận lúc 10:00 ngày 28/04/2026; ngày này không tính.",
                "Accepted at 10:00 on 28/04/2026; that day does not count.",
                "Angenommen am 28.04.2026 um 10:00; der Tag zählt nicht.",
            ),
            basis="khoản 3 Điều 147 91/2015/QH13",
        ),
        SimpleNamespace(
            text=Text(
                "30/04 và 01/05 là ngày nghỉ lễ.",
                "30/04 and 01/05 are public holidays.",
                "30.04. und 01.05. sind Feiertage.",
            ),
            basis="khoản 1 Điều 112 45/2019/QH14",
        ),
    ]
    entries = [
        SimpleNamespace(at=now, title="Đã nộp hồ sơ", who="Nguyễn Thị Ánh Tuyết"),
        SimpleNamespace(
            at=now, title="Yêu cầu bổ sung", who="Quầy 3", kind="open", body="…"
        ),
    ]
    return render(
        request,
        "web/gallery.html",
        {
            "empty_form": GalleryForm(prefix="empty"),
            "wrong_form": GalleryForm({}, prefix="wrong"),
            "now": now,
            "lines": lines,
            "entries": entries,
            "amount": Money(1_250_000),
            "kinds": ("early", "soon", "overdue", "stopped", "none", "done"),
            "page": SimpleNamespace(first_url="?", next_url="?after=1"),
            "step_names": ["Thông tin", "Giấy tờ", "Xem lại", "Xác nhận"],
        },
    )
