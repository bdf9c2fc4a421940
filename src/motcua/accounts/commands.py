"""Record what happens at the door, and forget it in time."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from motcua.accounts import rules
from motcua.accounts.models import SignIn


def record(
    *,
    event: rules.Event,
    at: datetime,
    account_id: UUID | None = None,
    typed: str = "",
    method: str = "",
    address: str = "",
    device: str = "",
) -> None:
    """Record one event at the door, with no more of the person than it needs."""
    SignIn.objects.create(
        event=event,
        at=at,
        account_id=account_id,
        mark=rules.mark_of(typed, settings.SECRET_KEY) if typed else "",
        method=method,
        network=rules.network_of(address),
        device=device[: rules.DEVICE_LENGTH],
    )


def forget_before(moment: datetime) -> int:
    """Delete what is older than ``moment``; return how many records."""
    return SignIn.objects.filter(at__lt=moment).delete()[0]
