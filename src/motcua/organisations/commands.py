"""Change units, posts and profiles; load them from a pack."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from motcua.kernel.actors import Actor, Role
from motcua.kernel.periods import Period
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.kernel.texts import LANGUAGES, Text, nfc
from motcua.organisations import rules
from motcua.organisations.loading import Loaded, load_pack
from motcua.organisations.models import Account, Assignment, Change, Succession, Unit
from motcua.organisations.people import (
    DEMO_PASSWORD,
    Example,
    list_examples,
    load_people,
)

__all__ = [
    "DEMO_PASSWORD",
    "Example",
    "Loaded",
    "assign_post",
    "change_language",
    "change_profile",
    "close_account",
    "create_unit",
    "end_post",
    "end_unit",
    "list_examples",
    "load_pack",
    "load_people",
    "open_staff_account",
    "record_succession",
]

EDIT = "organisations.edit"
Row = TypeVar("Row", Account, Assignment, Unit)


@transaction.atomic
def create_unit(
    *,
    code: str,
    kind: rules.UnitKind,
    name: Text,
    start_date: date,
    basis: str,
    actor: Actor,
    now: datetime,
    parent_id: UUID | None = None,
    territory_id: UUID | None = None,
    receives: bool = False,
    address: str = "",
    phone: str = "",
    code_confirmed: bool = False,
) -> UUID:
    """Create a unit from the day that its instrument names (thành lập đơn vị).

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises BasisNeeded: if no instrument is given.
    :raises CodeTaken: if another unit has the code on that day or later.
    """
    actor.require(EDIT)
    rules.check_basis(basis)
    others = [
        Period(*dates)
        for dates in Unit.objects.filter(code=code).values_list(
            "start_date", "end_date"
        )
    ]
    rules.check_code_is_free(code, Period(start_date), others)
    unit = Unit.objects.create(
        code=nfc(code),
        kind=kind,
        name=name.as_dict(),
        start_date=start_date,
        basis=nfc(basis),
        parent_id=parent_id,
        territory_id=territory_id,
        receives=receives,
        address=nfc(address),
        phone=phone,
        code_confirmed=code_confirmed,
    )
    _record(actor, now, "create_unit", unit.id, code=code, basis=basis)
    return unit.id


@transaction.atomic
def end_unit(
    *, unit_id: UUID, end_date: date, basis: str, actor: Actor, now: datetime
) -> None:
    """End a unit and every post in it, on one day (giải thể, sáp nhập).

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises BasisNeeded: if no instrument is given.
    :raises AlreadyEnded: if it has an end already.
    :raises EndsBeforeItStarts: if the day is not after its first.
    """
    actor.require(EDIT)
    rules.check_basis(basis)
    unit = _locked(Unit, unit_id)
    rules.check_can_end(Period(unit.start_date, unit.end_date), end_date)
    unit.end_date = end_date
    unit.save(update_fields=["end_date"])
    open_posts = unit.assignments.filter(end_date=None)
    open_posts.filter(start_date__lt=end_date).update(end_date=end_date)
    open_posts.filter(start_date__gte=end_date).delete()  # never begun
    _record(actor, now, "end_unit", unit_id, end_date=end_date.isoformat(), basis=basis)


@transaction.atomic
def record_succession(
    *,
    predecessor_id: UUID,
    successor_id: UUID,
    share: rules.Share,
    on_date: date,
    basis: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Record that one unit took over from another (kế thừa).

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises BasisNeeded: if no instrument is given.
    """
    actor.require(EDIT)
    rules.check_basis(basis)
    Succession.objects.update_or_create(
        predecessor_id=predecessor_id,
        successor_id=successor_id,
        defaults={"share": share, "on_date": on_date, "basis": nfc(basis)},
    )
    _record(
        actor,
        now,
        "record_succession",
        predecessor_id,
        successor=str(successor_id),
        share=str(share),
        basis=basis,
    )


@transaction.atomic
def open_staff_account(
    *, email: str, name: str, language: str, actor: Actor, now: datetime
) -> UUID:
    """Open an account for a member of staff, without a password yet.

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises InvalidInput: if the address has an account, or the language is unknown.
    """
    actor.require(EDIT)
    address = nfc(email).strip().casefold()
    if Account.objects.filter(email=address).exists():
        raise InvalidInput({"email": rules.AddressTaken()})
    _check_language(language)
    account = Account.objects.create_user(
        address, name=nfc(name), language=language, kind=Account.Kind.STAFF
    )
    _record(actor, now, "open_staff_account", account.id)
    return account.id


@transaction.atomic
def close_account(*, account_id: UUID, actor: Actor, now: datetime) -> None:
    """Close an account: its sessions and tokens end with the next request.

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises NotFound: if there is no such account.
    """
    actor.require(EDIT)
    account = _locked(Account, account_id)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _record(actor, now, "close_account", account_id)


@transaction.atomic
def assign_post(
    *,
    account_id: UUID,
    unit_id: UUID,
    role: Role,
    title: str,
    start_date: date,
    instrument: str,
    actor: Actor,
    now: datetime,
    end_date: date | None = None,
) -> UUID:
    """Give a person a post by a written instrument (bố trí, phân công).

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises BasisNeeded: if no instrument is given.
    :raises OutsideUnitPeriod: if the unit does not exist on the first day.
    :raises NotAPost: for a role that is not held by a post, or an applicant's account.
    """
    actor.require(EDIT)
    rules.check_basis(instrument)
    account = _locked(Account, account_id)
    unit = _locked(Unit, unit_id)
    rules.check_is_post(role, account.kind)
    rules.check_post_within_unit(
        Period(start_date, end_date), Period(unit.start_date, unit.end_date), unit.code
    )
    post = Assignment.objects.create(
        account=account,
        unit=unit,
        role=role,
        title=nfc(title),
        start_date=start_date,
        end_date=end_date,
        instrument=nfc(instrument),
    )
    _record(
        actor,
        now,
        "assign_post",
        post.id,
        account=str(account_id),
        unit=unit.code,
        role=str(role),
        instrument=instrument,
    )
    return post.id


@transaction.atomic
def end_post(
    *, post_id: UUID, end_date: date, instrument: str, actor: Actor, now: datetime
) -> None:
    """End a post: from ``end_date`` on it gives no power (thôi giữ nhiệm vụ).

    :raises NotCompetent: unless ``actor`` may edit the organisation.
    :raises BasisNeeded: if no instrument is given.
    :raises AlreadyEnded: if it has an end already.
    :raises EndsBeforeItStarts: if the day is not after its first.
    """
    actor.require(EDIT)
    rules.check_basis(instrument)
    post = _locked(Assignment, post_id)
    rules.check_can_end(Period(post.start_date, post.end_date), end_date)
    post.end_date = end_date
    post.save(update_fields=["end_date"])
    _record(
        actor,
        now,
        "end_post",
        post_id,
        end_date=end_date.isoformat(),
        instrument=instrument,
    )


@transaction.atomic
def change_profile(
    *,
    name: str,
    phone: str,
    identity_number: str,
    address: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what a person has said about themselves.

    :raises InvalidInput: if the name is empty.
    :raises NotFound: if the actor has no account.
    """
    if not name.strip():
        raise InvalidInput({"name": rules.NameNeeded()})
    account = _locked(Account, actor.id)
    facts = {
        "name": name,
        "phone": phone,
        "identity_number": identity_number,
        "address": address,
    }
    for field, value in facts.items():
        setattr(account, field, nfc(" ".join(value.split())))
    account.save(update_fields=list(facts))
    _record(actor, now, "change_profile", actor.id)  # that, not what: it is personal


def change_language(*, language: str, actor: Actor) -> None:
    """Choose the language in which a person is written to.

    :raises InvalidInput: if there is no such language.
    """
    _check_language(language)
    Account.objects.filter(pk=actor.id).update(language=language)


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise InvalidInput({"language": rules.UnknownLanguage()})


def _locked(table: type[Row], row_id: UUID) -> Row:
    row = table.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NotFound(id=row_id)
    return row


def _record(
    actor: Actor, now: datetime, action: str, subject: UUID, **facts: Any
) -> None:
    """Record who changed what, when and in which capacity."""
    Change.objects.create(
        at=now,
        actor_id=actor.id,
        capacity=dict(actor.capacity(actor.posts[0] if actor.posts else None)),
        action=action,
        subject=subject,
        facts=facts,
    )
