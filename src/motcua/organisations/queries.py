"""Units, territories, people and posts, as of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from motcua.kernel.actors import Role
from motcua.kernel.periods import Period
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import Text
from motcua.organisations.directory import (
    Predecessor,
    TerritoryFacts,
    UnitFacts,
    directory,
)
from motcua.organisations.models import Account, Assignment, Succession
from motcua.organisations.rules import Share, TerritoryKind, UnitKind

__all__ = [
    "AccountFacts",
    "PostFacts",
    "Predecessor",
    "SuccessionFacts",
    "TerritoryFacts",
    "UnitFacts",
    "authority_over",
    "find_account",
    "get_account",
    "get_post",
    "get_territory",
    "get_unit",
    "list_posts",
    "list_receiving_units",
    "list_successions",
    "list_territories",
    "list_units",
    "names_of",
    "others_in_role",
    "path_to_top",
    "people_in",
    "receiving_unit_in",
    "territory_by_code",
    "unit_by_code",
    "unit_in",
]


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A way to sign in, and whose it is."""

    id: UUID
    email: str
    name: str
    kind: str
    phone: str
    identity_number: str
    address: str
    language: str
    is_active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A person's post while they hold it."""

    id: UUID
    account_id: UUID
    name: str
    role: Role
    title: str
    unit_id: UUID
    unit_code: str
    unit_name: Text
    period: Period
    instrument: str


@dataclass(frozen=True, slots=True)
class SuccessionFacts:
    """One unit took over from another."""

    predecessor_id: UUID
    successor_id: UUID
    share: Share
    on_date: date
    basis: str


def get_unit(unit_id: UUID) -> UnitFacts:
    """Return the unit, whether it still exists or not.

    :raises NotFound: if there never was one.
    """
    try:
        return directory().units[unit_id]
    except KeyError:
        raise NotFound(unit=unit_id) from None


def unit_by_code(code: str, day: date) -> UnitFacts:
    """Return the unit that has ``code`` on ``day``.

    :raises NotFound: if none has.
    """
    for unit in directory().by_code.get(code, ()):
        if day in unit.period:
            return unit
    raise NotFound(unit=code)


def list_units(
    day: date, *, kind: UnitKind | None = None, parent_id: UUID | None = None
) -> list[UnitFacts]:
    """Return the units that exist on ``day``, in the order of their codes."""
    kept = directory()
    units: Iterable[UnitFacts] = kept.units_on(day)
    if parent_id is not None:
        units = (u for u in kept.by_parent.get(parent_id, ()) if day in u.period)
    return [unit for unit in units if kind is None or unit.kind is kind]


def list_receiving_units(day: date) -> list[UnitFacts]:
    """Return the places at which cases are received on ``day``."""
    return [unit for unit in directory().units_on(day) if unit.receives]


def path_to_top(unit_id: UUID) -> list[UnitFacts]:
    """Return the unit, the one above it, and so on to the top.

    :raises NotFound: if there is no such unit.
    """
    path = [get_unit(unit_id)]
    while (above := path[-1].parent_id) is not None:
        path.append(get_unit(above))
    return path


def unit_in(territory_id: UUID, kind: UnitKind, day: date) -> UnitFacts:
    """Return the one unit of ``kind`` for a territory, e.g. a ward's committee.

    :raises NotFound: if there is none on that day.
    """
    for unit in directory().by_territory.get(territory_id, ()):
        if unit.kind is kind and day in unit.period:
            return unit
    raise NotFound(territory=territory_id, kind=kind)


_LEVELS: Mapping[str, frozenset[TerritoryKind]] = {
    "DISTRICT": frozenset(
        {
            TerritoryKind.URBAN_DISTRICT,
            TerritoryKind.RURAL_DISTRICT,
            TerritoryKind.TOWN,
        }
    ),
    "CITY": frozenset({TerritoryKind.CITY}),
}


def authority_over(territory_id: UUID, level: str, day: date) -> UnitFacts:
    """Return the committee of ``level`` for a territory: its own, or one above it.

    :raises NotFound: if there is none on that day.
    """
    kinds, place = _LEVELS.get(level), get_territory(territory_id)
    while kinds is not None and place.kind not in kinds:
        if place.parent_id is None:
            raise NotFound(territory=territory_id, level=level)
        place = get_territory(place.parent_id)
    return unit_in(place.id, UnitKind.COMMITTEE, day)


def receiving_unit_in(territory_id: UUID, day: date) -> UnitFacts:
    """Return the place in a territory at which cases are received.

    :raises NotFound: if there is none on that day.
    """
    for unit in directory().by_territory.get(territory_id, ()):
        if unit.receives and day in unit.period:
            return unit
    raise NotFound(territory=territory_id)


def get_territory(territory_id: UUID) -> TerritoryFacts:
    """Return the territory, whether it still exists or not.

    :raises NotFound: if there never was one.
    """
    try:
        return directory().territories[territory_id]
    except KeyError:
        raise NotFound(territory=territory_id) from None


def territory_by_code(code: str, day: date) -> TerritoryFacts:
    """Return the territory that has ``code`` on ``day``.

    :raises NotFound: if none has.
    """
    for territory in directory().territories.values():
        if territory.code == code and day in territory.period:
            return territory
    raise NotFound(territory=code)


def list_territories(
    day: date, kinds: Iterable[TerritoryKind] | None = None
) -> list[TerritoryFacts]:
    """Return the territories that exist on ``day``, in the order of their codes."""
    wanted = frozenset(TerritoryKind if kinds is None else kinds)
    return [
        territory
        for territory in directory().territories.values()
        if territory.kind in wanted and day in territory.period
    ]


def list_successions(unit_id: UUID) -> list[SuccessionFacts]:
    """Return what the unit took over and what was taken over from it."""
    rows = Succession.objects.filter(Q(predecessor=unit_id) | Q(successor=unit_id))
    return [
        SuccessionFacts(predecessor, successor, Share(share), on_date, basis)
        for predecessor, successor, share, on_date, basis in rows.order_by(
            "on_date", "predecessor__code", "successor__code"
        ).values_list("predecessor_id", "successor_id", "share", "on_date", "basis")
    ]


def get_account(account_id: UUID) -> AccountFacts:
    """Return the account.

    :raises NotFound: if there is none.
    """
    return _account(Account.objects.filter(pk=account_id))


def find_account(email: str) -> AccountFacts:
    """Return the account that signs in with ``email``.

    :raises NotFound: if there is none.
    """
    return _account(Account.objects.filter(email=email.strip().casefold()))


def names_of(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of some people, in one statement."""
    wanted = set(account_ids)
    if not wanted:
        return {}
    return dict(Account.objects.filter(pk__in=wanted).values_list("id", "name"))


def people_in(unit_id: UUID, day: date) -> list[PostFacts]:
    """Return who holds a post in the unit on ``day``, in the order of their names."""
    posts = _posts(Q(unit=unit_id) & _on(day))
    return sorted(posts, key=lambda post: post.name)


def list_posts(account_id: UUID) -> list[PostFacts]:
    """Return all posts a person holds, held and will hold, the earliest first."""
    return _posts(Q(account=account_id))


def get_post(post_id: UUID) -> PostFacts:
    """Return one post.

    :raises NotFound: if there is none.
    """
    for post in _posts(Q(pk=post_id)):
        return post
    raise NotFound(post=post_id)


def others_in_role(post: PostFacts, day: date) -> int:
    """Return how many others hold the same role in the same unit on ``day``."""
    found = people_in(post.unit_id, day)
    return sum(one.role is post.role and one.id != post.id for one in found)


def _account(rows: QuerySet[Account]) -> AccountFacts:
    row = rows.values(
        "id",
        "email",
        "name",
        "kind",
        "phone",
        "identity_number",
        "address",
        "language",
        "is_active",
        "created_at",
    ).first()
    if row is None:
        raise NotFound
    return AccountFacts(**row)


def _on(day: date) -> Q:
    return Q(start_date__lte=day) & (Q(end_date__isnull=True) | Q(end_date__gt=day))


def _posts(condition: Q) -> list[PostFacts]:
    rows = (
        Assignment.objects.filter(condition)
        .annotate(
            name=F("account__name"), code=F("unit__code"), unit_name=F("unit__name")
        )
        .order_by("start_date", "id")
    )
    return [
        PostFacts(
            id=row.pk,
            account_id=row.account_id,
            name=row.name,
            role=Role(row.role),
            title=row.title,
            unit_id=row.unit_id,
            unit_code=row.code,
            unit_name=Text.of(row.unit_name),
            period=Period(row.start_date, row.end_date),
            instrument=row.instrument,
        )
        for row in rows
    ]
