"""The page on open data: what there is, in which formats, under which terms."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.catalogue.opendata.queries import KINDS, Format, size_on
from motcua.catalogue.opendata.writing import COLUMNS
from motcua.portal.views import common
from motcua.web.permissions import PUBLIC, permission


@require_GET
@permission(PUBLIC)
def open_data(request: HttpRequest) -> HttpResponse:
    """Offer the catalogue for download, and say what stands in it."""
    day = common.today()
    return render(
        request,
        "portal/open_data.html",
        {
            "day": day,
            "size": size_on(day),
            "files": [_file(form) for form in _names()],
            "columns": _columns(),
            "api_url": f"{settings.BASE_URL}{reverse('api:list_open_data')}",
        },
    )


def _file(form: Format) -> dict[str, Any]:
    name, words = _names()[form]
    return {
        "name": name,
        "words": words,
        "ending": KINDS[form].ending,
        "url": reverse("api:download_open_data", args=[form.value]),
    }


def _names() -> dict[Format, tuple[str, str]]:
    return {
        Format.CSV: ("CSV", _("Bảng tính: mỗi thủ tục một dòng.")),
        Format.JSON: ("JSON", _("Cho lập trình: đủ từng thời hạn, mức phí, giấy tờ.")),
        Format.CPSV_TTL: (
            "CPSV-AP 3.2, Turtle",
            _("Dữ liệu liên kết theo chuẩn châu Âu về dịch vụ công."),
        ),
        Format.CPSV_JSONLD: (
            "CPSV-AP 3.2, JSON-LD",
            _("Cùng nội dung với Turtle, dưới dạng JSON."),
        ),
    }


def _columns() -> list[tuple[str, str]]:
    """Return every column of the CSV with what it means."""
    means = {
        "code": _("Mã thủ tục"),
        "applies_here": _("true: nộp được tại đây; false: chỉ để tham khảo"),
        "name_vi": _("Tên bằng tiếng Việt"),
        "name_en": _("Tên bằng tiếng Anh, nếu có"),
        "name_de": _("Tên bằng tiếng Đức, nếu có"),
        "field": _("Mã lĩnh vực"),
        "field_name": _("Tên lĩnh vực"),
        "levels": _("Cấp giải quyết: COMMUNE, DISTRICT, CITY, NATIONAL, OTHER"),
        "units": _("Mã cơ quan giải quyết, nếu là một cơ quan"),
        "applicants": _("Ai được nộp: CITIZEN, BUSINESS và loại khác theo nguồn"),
        "channels": _("Cách nộp: ONLINE, COUNTER, POST"),
        "service_level": _("Mức trực tuyến: FULL, PARTIAL, INFORMATION"),
        "time_limits": _("Các thời hạn, ví dụ “5 working days”"),
        "fees": _("Các mức phí kèm mã tiền tệ; ? là chưa rõ, 0 là miễn phí"),
        "fees_known": _("true nếu biết mọi mức phí"),
        "papers": _("Số giấy tờ; trống nếu nguồn không liệt kê"),
        "legal_bases": _("Số hiệu các văn bản căn cứ"),
        "in_force_from": _("Có hiệu lực từ ngày"),
        "in_force_until": _("Hết hiệu lực từ ngày, nếu đã biết"),
        "source": _("Nguồn của mục chỉ để tham khảo"),
        "source_date": _("Ngày của nguồn"),
        "content_hash": _("Mã băm SHA-256 của nội dung"),
        "url": _("Địa chỉ của thủ tục"),
    }
    return [(name, means[name]) for name in COLUMNS]
