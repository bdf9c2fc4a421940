"""Papers that are printed when somebody wants them: control slip and register."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.cases import papers, registers
from motcua.cases.registers import RegisterTooLong
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.web.refusals import text_of
from motcua.workbench.registers import RegisterForm
from motcua.workbench.views.common import now, page, today


@require_GET
@permission("cases.work")
def control_slip(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Print the slip that follows a case from hand to hand (form 05)."""
    content = papers.control_slip(case_id, actor_of(request), now=now())
    return _pdf(content, f"phieu-kiem-soat-{case_id}.pdf")


@require_GET
@permission("cases.work")
def register(request: HttpRequest) -> HttpResponse:
    """Ask for unit and days; with them, print the register (form 06)."""
    actor, is_asked = actor_of(request), "start" in request.GET
    form = RegisterForm(
        request.GET if is_asked else None,
        actor=actor,
        today=today(),
        unit=request.GET.get("unit", ""),
    )
    if is_asked and form.is_valid():
        start, end = form.period
        try:
            content = registers.register(form.unit_id, start, end, actor, now=now())
        except RegisterTooLong as refusal:
            form.add_error("end", text_of(refusal))
        else:
            return _pdf(content, form.file_name)
    status = 422 if form.errors else 200
    return page(request, "workbench/register.html", {"form": form}, status=status)


def _pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a paper that is shown in the browser and kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
