"""JSON of units and places, which are public, and of who works where, for staff."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from motcua.kernel.actors import Role
from motcua.kernel.refusals import NotFound
from motcua.kernel.texts import fold
from motcua.organisations import commands, queries
from motcua.organisations.queries import (
    AccountFacts,
    PostFacts,
    TerritoryFacts,
    UnitFacts,
)
from motcua.organisations.rules import TerritoryKind, UnitKind
from motcua.web.actors import actor_of
from motcua.web.inputs import Day, Input, Line
from motcua.web.permissions import PUBLIC, permission
from motcua.web.shapes import WordsOut

router = Router(tags=["units"])

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9.\-]{1,40}$")]
Limit = Annotated[int, Field(ge=1, le=100)]


class UnitOut(Schema):
    """A unit while it exists."""

    id: UUID
    code: str
    kind: str
    name: WordsOut
    parent_id: UUID | None
    territory_id: UUID | None
    receives: bool
    address: str
    phone: str
    start_date: date
    end_date: date | None

    @classmethod
    def of(cls, unit: UnitFacts) -> "UnitOut":
        """Return a unit as it is answered."""
        return cls(
            id=unit.id,
            code=unit.code,
            kind=unit.kind,
            name=WordsOut.of(unit.name),
            parent_id=unit.parent_id,
            territory_id=unit.territory_id,
            receives=unit.receives,
            address=unit.address,
            phone=unit.phone,
            start_date=unit.period.start,
            end_date=unit.period.end,
        )


class UnitPage(Schema):
    """Some units, by code; ``next`` is the ``after`` of the next page."""

    items: list[UnitOut]
    next: str | None


class UnitsAsked(Schema):
    """Which units to list."""

    on: Annotated[Day | None, Field(description="As of a day; today if unsaid.")] = None
    kind: UnitKind | None = None
    receives: Annotated[
        bool, Field(description="Only where applications are handed in.")
    ] = False
    text: Annotated[Line, Field(description="A part of a name, or a code.")] = ""
    after: Code | None = None
    limit: Limit = 50


@router.get("/units", response=UnitPage, operation_id="list_units", auth=None)
@permission(PUBLIC)
def list_units(request: HttpRequest, asked: Query[UnitsAsked]) -> UnitPage:
    """List the units that exist on a day."""
    units = queries.list_units(asked.on or timezone.localdate(), kind=asked.kind)
    wanted = fold(asked.text.strip())
    found = [
        unit
        for unit in sorted(units, key=lambda unit: unit.code)
        if (unit.receives or not asked.receives)
        and (asked.after is None or unit.code > asked.after)
        and wanted in fold(f"{unit.code} {unit.name.vi} {unit.name.en}")
    ]
    items = [UnitOut.of(unit) for unit in found[: asked.limit]]
    more = len(found) > asked.limit
    return UnitPage(items=items, next=items[-1].code if more else None)


@router.get("/units/{unit_id}", response=UnitOut, operation_id="get_unit", auth=None)
@permission(PUBLIC)
def get_unit(request: HttpRequest, unit_id: UUID) -> UnitOut:
    """Return one unit, whether it still exists or not."""
    return UnitOut.of(queries.get_unit(unit_id))


class TerritoryOut(Schema):
    """An administrative area while it exists."""

    id: UUID
    code: str
    kind: str
    name: WordsOut
    parent_id: UUID | None
    start_date: date
    end_date: date | None

    @classmethod
    def of(cls, territory: TerritoryFacts) -> "TerritoryOut":
        """Return an area as it is answered."""
        return cls(
            id=territory.id,
            code=territory.code,
            kind=territory.kind,
            name=WordsOut.of(territory.name),
            parent_id=territory.parent_id,
            start_date=territory.period.start,
            end_date=territory.period.end,
        )


class TerritoryPage(Schema):
    """Some areas, by code; ``next`` is the ``after`` of the next page."""

    items: list[TerritoryOut]
    next: str | None


class TerritoriesAsked(Schema):
    """Which areas to list."""

    on: Annotated[Day | None, Field(description="As of a day; today if unsaid.")] = None
    kind: TerritoryKind | None = None
    after: Code | None = None
    limit: Limit = 100


@router.get(
    "/territories",
    response=TerritoryPage,
    operation_id="list_territories",
    auth=None,
)
@permission(PUBLIC)
def list_territories(
    request: HttpRequest, asked: Query[TerritoriesAsked]
) -> TerritoryPage:
    """List the administrative areas that exist on a day, e.g. for addresses."""
    kinds = None if asked.kind is None else [asked.kind]
    areas = queries.list_territories(asked.on or timezone.localdate(), kinds)
    found = [
        area
        for area in sorted(areas, key=lambda area: area.code)
        if asked.after is None or area.code > asked.after
    ]
    items = [TerritoryOut.of(area) for area in found[: asked.limit]]
    more = len(found) > asked.limit
    return TerritoryPage(items=items, next=items[-1].code if more else None)


class ColleagueOut(Schema):
    """Who holds a post in a unit."""

    account_id: UUID
    name: str
    role: str
    title: str

    @classmethod
    def of(cls, post: PostFacts) -> "ColleagueOut":
        """Return a post and its holder as they are answered."""
        return cls(**{name: getattr(post, name) for name in cls.model_fields})


@router.get(
    "/units/{unit_id}/people", response=list[ColleagueOut], operation_id="list_people"
)
@permission("organisations.read")
def list_people(request: HttpRequest, unit_id: UUID) -> list[ColleagueOut]:
    """List who holds a post in a unit today, e.g. to give work to somebody."""
    queries.get_unit(unit_id)
    found = queries.people_in(unit_id, timezone.localdate())
    return [ColleagueOut.of(post) for post in found]


class PostHeld(Schema):
    """A post that a person holds, held or will hold."""

    id: UUID
    unit_id: UUID
    unit_code: str
    unit_name: WordsOut
    role: str
    title: str
    instrument: str
    start_date: date
    end_date: date | None


class PersonOut(Schema):
    """Somebody who holds posts, or held them."""

    account_id: UUID
    name: str
    posts: list[PostHeld]


@router.get("/people/{account_id}", response=PersonOut, operation_id="get_person")
@permission("organisations.read")
def get_person(request: HttpRequest, account_id: UUID) -> PersonOut:
    """Return the posts that somebody holds, held and will hold."""
    posts = queries.list_posts(account_id)
    if not posts:
        raise NotFound
    held = [
        PostHeld(
            id=post.id,
            unit_id=post.unit_id,
            unit_code=post.unit_code,
            unit_name=WordsOut.of(post.unit_name),
            role=post.role,
            title=post.title,
            instrument=post.instrument,
            start_date=post.period.start,
            end_date=post.period.end,
        )
        for post in posts
    ]
    return PersonOut(account_id=account_id, name=posts[0].name, posts=held)


Basis = Annotated[str, Field(max_length=200, description="The written instrument.")]


class PostIn(Input):
    """A post that a person is given."""

    unit_id: UUID
    role: Literal["CLERK", "OFFICER", "LEADER", "CONTROLLER", "ADMINISTRATOR"]
    title: Annotated[str, Field(max_length=120, pattern=r"^[^\r\n]*$")]
    start_date: Day
    end_date: Annotated[Day | None, Field(description="The first day without.")] = None
    instrument: Basis


class PostMade(Schema):
    """A post that was given."""

    id: UUID


@router.post(
    "/people/{account_id}/posts",
    response={201: PostMade},
    operation_id="assign_post",
)
@permission(commands.EDIT)
def assign_post(
    request: HttpRequest, account_id: UUID, said: PostIn
) -> Status[PostMade]:
    """Give a member of staff a post, by a written instrument."""
    post_id = commands.assign_post(
        account_id=account_id,
        unit_id=said.unit_id,
        role=Role(said.role),
        title=said.title,
        start_date=said.start_date,
        end_date=said.end_date,
        instrument=said.instrument,
        actor=actor_of(request),
        now=timezone.now(),
    )
    return Status(201, PostMade(id=post_id))


class EndIn(Input):
    """From when on something is no more, and by which instrument."""

    end_date: Annotated[Day, Field(description="The first day without.")]
    instrument: Basis


@router.post("/posts/{post_id}/end", response={204: None}, operation_id="end_post")
@permission(commands.EDIT)
def end_post(request: HttpRequest, post_id: UUID, said: EndIn) -> Status[None]:
    """End a post: from that day on it gives no power."""
    commands.end_post(
        post_id=post_id,
        end_date=said.end_date,
        instrument=said.instrument,
        actor=actor_of(request),
        now=timezone.now(),
    )
    return Status(204, None)


@router.post("/units/{unit_id}/end", response={204: None}, operation_id="end_unit")
@permission(commands.EDIT)
def end_unit(request: HttpRequest, unit_id: UUID, said: EndIn) -> Status[None]:
    """End a unit and every post in it, on one day."""
    commands.end_unit(
        unit_id=unit_id,
        end_date=said.end_date,
        basis=said.instrument,
        actor=actor_of(request),
        now=timezone.now(),
    )
    return Status(204, None)


OWN_PROFILE = "accounts.edit_profile"
Short = Annotated[str, Field(max_length=20)]


class ProfileIn(Input):
    """What you say about yourself; what is left out stays."""

    name: Line | None = None
    phone: Short | None = None
    identity_number: Short | None = None
    address: Line | None = None
    language: Literal["vi", "en", "de"] | None = None


class ProfileOut(Schema):
    """What is known about you."""

    email: str
    kind: str
    name: str
    phone: str
    identity_number: str
    address: str
    language: str


_SAID = ("name", "phone", "identity_number", "address")


@router.get("/profile", response=ProfileOut, operation_id="get_profile")
@permission(OWN_PROFILE)
def get_profile(request: HttpRequest) -> AccountFacts:
    """Return what is known about you."""
    return queries.get_account(actor_of(request).id)


@router.patch("/profile", response=ProfileOut, operation_id="change_profile")
@permission(OWN_PROFILE)
def change_profile(request: HttpRequest, said: ProfileIn) -> AccountFacts:
    """Change what you say about yourself, and in which language you are written to."""
    actor = actor_of(request)
    known = queries.get_account(actor.id)
    new = said.model_dump(exclude_none=True)
    if new.keys() & set(_SAID):
        facts = {name: new.get(name, getattr(known, name)) for name in _SAID}
        commands.change_profile(**facts, actor=actor, now=timezone.now())
    if said.language:
        commands.change_language(language=said.language, actor=actor)
    return queries.get_account(actor.id)
