"""A fresh city of another country, from nothing to a result. Run in its own process.

Prints one JSON object: what the test then looks at.
"""

import io
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from motcua.authority.queries import actor_of
from motcua.cases import commands
from motcua.cases.applications import Dossier
from motcua.cases.commands import Order
from motcua.cases.queries import get_case
from motcua.catalogue.queries import version_in_force
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import Refusal
from motcua.organisations import queries as organisations

ZONE = ZoneInfo("America/Montevideo")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=ZONE)  # a Thursday: the last day of a week
DAY = date(2026, 11, 26)
FORM = {"identity": "AB-1234", "phone": "+9912345", "worth": 900}


def person(name: str, unit: str = "", role: str = "CITIZEN"):
    account = apps.get_model("organisations", "Account").objects.create(
        email=f"{name.lower()}@example.org",
        name=name,
        phone="+9912345",
        kind="STAFF" if unit else "CITIZEN",
    )
    if unit:
        apps.get_model("organisations", "Assignment").objects.create(
            account=account,
            unit_id=organisations.unit_by_code(unit, DAY).id,
            role=role,
            title=role.title(),
            start_date=date(2025, 1, 1),
        )
    return actor_of(account.id, NOW)


def apply(citizen, form) -> str:
    order = Order(new_id(), citizen, NOW)
    door = organisations.unit_by_code("TOWNHALL.DOOR", DAY).id
    told = Dossier(
        procedure_code="PARKS-7",
        form=form,
        papers={},
        receiving_unit_id=door,
        handover={"way": "ONLINE"},
    )
    return commands.submit_application(order, told).state.id


def main() -> None:
    call_command("init", stdout=io.StringIO())
    citizen = person("Ana")
    clerk = person("Bo", "TOWNHALL.DOOR", "CLERK")
    officer = person("Cy", "TOWNHALL.PARKS", "OFFICER")
    leader = person("Di", "TOWNHALL.PARKS", "LEADER")
    with translation.override(settings.LANGUAGE_CODE):
        try:
            apply(citizen, FORM | {"identity": "001190000001"})
        except Refusal as refusal:
            foreign = str(refusal.params if hasattr(refusal, "params") else refusal)
        else:
            foreign = ""
        case_id = apply(citizen, FORM)
        commands.accept_case(Order(case_id, clerk, NOW))
        due = get_case(case_id, citizen).state.due_at
        for actor, step, outcome in (
            (officer, "examine", "propose"),
            (leader, "sign", "approve"),
        ):
            commands.complete_step(
                Order(case_id, actor, NOW), step=step, outcome=outcome
            )
    state = get_case(case_id, citizen).state
    client = Client()
    user = apps.get_model("organisations", "Account").objects.get(pk=citizen.id)
    own = Client()
    own.force_login(user, backend="motcua.accounts.backends.AccountBackend")
    paths = (
        *("/", "/procedures/", "/procedures/?q=market", "/procedures/PARKS-7/"),
        *("/events/", "/open-data/", "/track/", "/verify/", "/accounts/login/"),
    )
    pages = {path: client.get(path) for path in paths}
    pages[f"/cases/{case_id}/"] = own.get(f"/cases/{case_id}/")
    pages["/cases/"] = own.get("/cases/")
    pages["/notices/"] = own.get("/notices/")
    desk = Client()
    user = apps.get_model("organisations", "Account").objects.get(pk=officer.id)
    desk.force_login(user, backend="motcua.accounts.backends.AccountBackend")
    for path in ("/workbench/", "/workbench/cases/", f"/workbench/cases/{case_id}/"):
        pages[path] = desk.get(path)
    start = own.post("/procedures/HARBOUR.2-B/apply", follow=True)
    pages["apply"] = start
    fee = version_in_force("PARKS-7", DAY).definition.fees[0]
    print(
        json.dumps(
            {
                "code": state.code,
                "status": str(state.status),
                "due": due.astimezone(ZONE).isoformat() if due else None,
                "currency": fee.currency,
                "foreign_identity": foreign,
                "pages": {
                    path: {"status": r.status_code, "text": r.content.decode()}
                    for path, r in pages.items()
                },
            }
        )
    )


if __name__ == "__main__":
    main()
