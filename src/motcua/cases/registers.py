"""The register of cases (sổ theo dõi hồ sơ, form 06) that a unit accepted."""

from datetime import datetime, timedelta
from uuid import UUID

from motcua.authority.rules import scope_of
from motcua.cases.frames import local_day
from motcua.cases.models import Case
from motcua.cases.papers import letterhead
from motcua.catalogue import queries as catalogue
from motcua.documents.printing import facts as paper
from motcua.documents.printing import press
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import Kind, NotFound, Refusal, gettext_noop
from motcua.organisations import queries as organisations

REGISTER_ROWS = 2000  # a register is printed month by month
A_MOMENT = timedelta(microseconds=1)
WAYS = {"COUNTER": "Trực tiếp", "POST": "Bưu chính", "ONLINE": "Trực tuyến"}


class RegisterTooLong(Refusal):
    """A register would have more rows than one paper may have."""

    code = "register_too_long"
    text = gettext_noop(
        "Khoảng thời gian này có hơn {most} hồ sơ. Hãy chọn khoảng ngắn hơn và in "
        "thành nhiều sổ."
    )
    kind = Kind.INVALID


def register(
    unit_id: UUID, start: datetime, end: datetime, actor: Actor, *, now: datetime
) -> bytes:
    """Return the register of the cases that a unit accepted in a period, as PDF.

    From ``start`` until before ``end``.

    :raises NotFound: if the actor may not see the unit's cases.
    :raises RegisterTooLong: if there are more cases than one register may list.
    """
    scope = scope_of(actor)
    if not scope.everything and unit_id not in scope.unit_ids:
        raise NotFound
    cases = Case.objects.filter(
        path__unit_id=unit_id,
        receiving_unit_id=unit_id,
        accepted_at__gte=start,
        accepted_at__lt=end,
    ).order_by("accepted_at")[: REGISTER_ROWS + 1]
    rows = tuple(_register_row(case) for case in cases)
    if len(rows) > REGISTER_ROWS:
        raise RegisterTooLong(most=REGISTER_ROWS)
    facts = paper.RegisterFacts(
        head=letterhead(organisations.get_unit(unit_id)),
        period=f"{local_day(start):%d/%m/%Y} – {local_day(end - A_MOMENT):%d/%m/%Y}",
        rows=rows,
    )
    return press.render(paper.FormKind.REGISTER, facts, issued_at=now)


def _register_row(case: Case) -> paper.RegisterRow:
    assert case.accepted_at is not None  # noqa: S101 - filtered by it
    version = catalogue.get_version(case.version_id)
    applicant = case.dossier.get("applicant", {})
    return paper.RegisterRow(
        case_code=case.code or "",
        procedure=str(version.name),
        applicant=case.applicant_name,
        agency=str(organisations.get_unit(case.competent_unit_id).name),
        received_at=case.accepted_at,
        due_at=case.due_at,
        returned_at=case.closed_at if case.status == "RETURNED" else None,
        contact=applicant.get("phone", ""),
        way=WAYS.get(case.state["facts"].get("way", ""), ""),
    )
