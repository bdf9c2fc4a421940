"""A small city for tests: one centre, one ward, one procedure, people in each role."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps

from motcua.authority.queries import actor_of
from motcua.cases import commands
from motcua.cases.applications import Dossier
from motcua.cases.commands import Order
from motcua.catalogue.commands import load_pack
from motcua.documents.commands import store_file
from motcua.documents.rules import FileKind
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.organisations.directory import forget

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
START = date(2025, 7, 1)
BIRTH = "1.001193"
LIQUOR = "2.000620"  # somebody examines, a fee is paid, somebody signs
MORNING = datetime(2026, 4, 28, 10, 0, tzinfo=HANOI)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n99\n%%EOF\n"
)
FORM = {
    "child_name": "Nguyễn Minh An",
    "birth_date": "2026-04-20",
    "sex": "female",
    "birth_place": "Bệnh viện Phụ sản Hà Nội",
    "hometown": "Hà Nội",
    "ethnicity": "Kinh",
    "abandoned": False,
    "surrogacy": False,
    "proof": "attestation",
    "mother_name": "Trần Thị Bình",
    "father_known": False,
    "parents_ward": "00004",
    "applicant_relation": "parent",
    "applicant_identity": "001190000001",
    "phone": "0912345678",
    "needy": False,
}
SHOP = {
    "organisation_name": "Công ty Rượu Hoa Sen Demo",
    "organisation_code": "0100000005",
    "trader_kind": "enterprise",
    "registration_in_database": True,
    "phone": "0900000127",
    "kind": "new",
    "shop": {"line": "50 phố Quán Thánh", "ward": "00004"},
    "urban": True,
    "points": 1,
    "suppliers": "Công ty Nhập khẩu Ba Vì Demo",
}


@dataclass(frozen=True)
class World:
    """Units and people of the test city."""

    centre: UUID
    ward: UUID
    department: UUID
    citizen: Actor
    stranger: Actor
    clerk: Actor
    officer: Actor
    colleague: Actor
    leader: Actor
    expert: Actor  # officer of the department
    controller: Actor

    def order(self, case_id: UUID, actor: Actor, now: datetime = MORNING, **more: Any):
        return Order(case_id, actor, now, **more)


_procedures: list[list[Any]] = []  # rows of the catalogue by table, once read


def load_procedures() -> None:
    """Publish the city's procedures; from the second time on, as rows kept in memory.

    Their ids stay, and so does what is remembered of them.
    """
    tables = list(apps.get_app_config("catalogue").get_models())
    if _procedures:
        for table, rows in zip(tables, _procedures, strict=True):
            table.objects.bulk_create([copy(row) for row in rows])
        return
    load_pack(pack="vn_hanoi", now=MORNING)
    _procedures.extend(list(table.objects.all()) for table in tables)


def build_world() -> World:
    """Fill an empty database."""
    load_procedures()
    forget()
    territory = apps.get_model("organisations", "Territory").objects.create(
        code="00004", kind="WARD", name={"vi": "Phường Ba Đình"}, start_date=START
    )
    centre = unit("H26.99", "CENTRE", "Trung tâm", receives=True)
    ward = unit("H26.30", "COMMITTEE", "UBND phường Ba Đình", territory=territory)
    department = unit("H26.40", "DEPARTMENT", "Sở Tư pháp")
    return World(
        centre=centre.id,
        ward=ward.id,
        department=department.id,
        citizen=person("Trần Thị Bình"),
        stranger=person("Người Lạ"),
        clerk=person("Lê Tiếp Nhận", centre, "CLERK"),
        officer=person("Phạm Thụ Lý", ward, "OFFICER"),
        colleague=person("Hoàng Đồng Nghiệp", ward, "OFFICER"),
        leader=person("Đỗ Chủ Tịch", ward, "LEADER"),
        expert=person("Vũ Chuyên Gia", department, "OFFICER"),
        controller=person("Bùi Kiểm Soát", centre, "CONTROLLER"),
    )


def unit(code: str, kind: str, name: str, **more: Any) -> Any:
    return apps.get_model("organisations", "Unit").objects.create(
        code=code, kind=kind, name={"vi": name}, start_date=START, **more
    )


def person(name: str, of: Any = None, role: str = "CITIZEN") -> Actor:
    account = apps.get_model("organisations", "Account").objects.create(
        email=f"{new_id()}@example.vn",
        name=name,
        phone="0912345678",
        kind="STAFF" if of else "CITIZEN",
    )
    if of:
        apps.get_model("organisations", "Assignment").objects.create(
            account=account, unit=of, role=role, title=role.title(), start_date=START
        )
    return actor_of(account.id, MORNING)


def upload(actor: Actor, *, component: str = "", now: datetime = MORNING) -> UUID:
    return store_file(
        content=PDF + str(new_id()).encode(),
        name="giấy.pdf",
        kind=FileKind.COMPONENT,
        case_id=None,
        uploaded_by=actor.id,
        now=now,
        component=component,
    ).id


def dossier(world: World, **changes: Any) -> Dossier:
    papers = changes.pop("papers", None)
    if papers is None:
        papers = {"attestation": [upload(world.citizen)]}
    plain = Dossier(
        procedure_code=BIRTH,
        form=FORM,
        papers=papers,
        receiving_unit_id=world.centre,
        handover={"way": "ONLINE"},
    )
    return replace(plain, **changes)


def submitted(world: World, *, now: datetime = MORNING, **changes: Any) -> UUID:
    order = Order(new_id(), world.citizen, now)
    return commands.submit_application(order, dossier(world, **changes)).state.id


def accepted(world: World, *, now: datetime = MORNING, **changes: Any) -> UUID:
    case_id = submitted(world, now=now, **changes)
    commands.accept_case(Order(case_id, world.clerk, now))
    return case_id


def decided(world: World, *, now: datetime = MORNING) -> UUID:
    case_id = accepted(world, now=now)
    commands.complete_step(
        Order(case_id, world.officer, now), step="examine", outcome="propose"
    )
    commands.complete_step(
        Order(case_id, world.leader, now), step="sign", outcome="approve"
    )
    return case_id


def unpaid(world: World, *, now: datetime = MORNING) -> UUID:
    """Bring a case to where nothing but a payment is awaited."""
    order = Order(new_id(), world.clerk, now)
    applied = dossier(
        world,
        procedure_code=LIQUOR,
        form=SHOP,
        papers={},
        channel="COUNTER",
        applicant={"name": "Công ty Rượu Hoa Sen Demo", "kind": "BUSINESS"},
    )
    case_id = commands.submit_application(order, applied).state.id
    papers = ("premises", "supplier_letter")
    commands.accept_case(Order(case_id, world.clerk, now), on_paper=papers)
    commands.complete_step(
        Order(case_id, world.officer, now), step="examine", outcome="propose"
    )
    return case_id
