"""Small organisations for tests. ``DAY`` is a day on which all of it exists."""

from datetime import UTC, date, datetime
from typing import Any

from motcua.kernel.actors import Role
from motcua.organisations.models import Account, Assignment, Territory, Unit
from motcua.organisations.rules import TerritoryKind, UnitKind

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
START = date(2026, 1, 1)


def make_account(email: str = "lan@example.vn", **facts: Any) -> Account:
    """Make an account; a citizen unless said otherwise."""
    facts.setdefault("name", "Nguyễn Thị Lan")
    return Account.objects.create_user(email, **facts)


def make_territory(code: str = "00004", **facts: Any) -> Territory:
    """Make a ward."""
    facts.setdefault("kind", TerritoryKind.WARD)
    facts.setdefault("name", {"vi": "Phường Ba Đình"})
    facts.setdefault("start_date", START)
    return Territory.objects.create(code=code, **facts)


def make_unit(code: str = "H26.103", **facts: Any) -> Unit:
    """Make a unit; a ward's committee unless said otherwise."""
    facts.setdefault("kind", UnitKind.COMMITTEE)
    facts.setdefault("name", {"vi": "Ủy ban nhân dân phường Ba Đình"})
    facts.setdefault("start_date", START)
    return Unit.objects.create(code=code, **facts)


def make_post(account: Account, unit: Unit, role: Role, **facts: Any) -> Assignment:
    """Give a person a post."""
    facts.setdefault("title", "Công chức")
    facts.setdefault("start_date", START)
    return Assignment.objects.create(account=account, unit=unit, role=role, **facts)


def make_staff(
    role: Role, unit: Unit | None = None, email: str = "", **facts: Any
) -> Account:
    """Make a member of staff with one post."""
    account = make_account(
        email or f"{role.lower()}@example.vn", kind=Account.Kind.STAFF, **facts
    )
    make_post(account, unit or make_unit(), role)
    return account
