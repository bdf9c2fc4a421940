"""Legal officers, and small proposals for tests."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.contrib.auth import get_user_model

from motcua.authority.rules import powers_of
from motcua.catalogue.commands import publish_version
from motcua.catalogue.tests.factories import definition
from motcua.catalogue.upkeep import commands
from motcua.catalogue.upkeep.commands import Beginning, Order
from motcua.catalogue.upkeep.library import shelf
from motcua.kernel.actors import Actor, Post, Role
from motcua.kernel.ids import new_id

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
FIELD = shelf().fields["civil_status"].name
NEXT_YEAR = date(2027, 1, 1)


def controller(name: str) -> Actor:
    """Return somebody who looks after the catalogue."""
    email = f"{new_id()}@example.vn"
    account = get_user_model().objects.create_user(email, name=name)
    post = Post(
        new_id(), Role.CONTROLLER, new_id(), "H26.20", "Trung tâm", "Chuyên viên"
    )
    powers = powers_of(Role.CONTROLLER)
    return Actor(account.pk, name, Role.CONTROLLER, (post,), powers)


def published(actor: Actor, **more: object) -> UUID:
    """Publish a small procedure."""
    facts = {"field": {"id": "civil_status", "name": FIELD.as_dict()}, **more}
    return publish_version(definition=definition(**facts), actor=actor, now=NOW)


def started(actor: Actor, **more: object) -> UUID:
    """Begin a proposal for the small procedure."""
    facts = {"code": "1.000001", "day": NEXT_YEAR, **more}
    return commands.start_proposal(actor=actor, now=NOW, begin=Beginning(**facts))


def order(proposal_id: UUID, actor: Actor, seen: int | None = None) -> Order:
    """Return an order of ``actor``."""
    return Order(proposal_id, actor, NOW, seen)
