"""Writes: notify a person, deliver, mark as read, erase."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from motcua.jobs.commands import enqueue, insert_rows, job_row
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.kernel.texts import LANGUAGES, Text
from motcua.notices import ports, queries, rules
from motcua.notices.models import Delivery, Message
from motcua.notices.queries import FailedFilter
from motcua.notices.rules import ERASED, Channel, Fact, State, Template
from motcua.notices.templates import template_of

DELIVER = "motcua.notices.tasks.deliver"
SEND_AGAIN = "notices.send_again"
MOST_AT_ONCE = 1000  # deliveries that are sent again by one order
_MORE = Text("Xem chi tiết: {link}", "See more: {link}", "Mehr dazu: {link}")
_CLOSING = Text(
    "Thư này được gửi tự động. Xin không trả lời và không gửi thông tin cá nhân "
    "qua thư điện tử.",
    "This message was sent automatically. Please do not reply, and do not send "
    "personal data by e-mail.",
    "Diese Nachricht wurde automatisch versandt. Bitte antworten Sie nicht darauf und "
    "senden Sie keine personenbezogenen Daten per E-Mail.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a notice is for; without an address a channel is left out."""

    account_id: UUID | None = None
    email: str = ""
    phone: str = ""
    language: str = settings.LANGUAGE_CODE


@transaction.atomic
def notify(
    *,
    key: str,
    recipient: Recipient,
    facts: Mapping[str, Fact],
    dedupe: str,
    now: datetime,
    case_id: UUID | None = None,
    path: str = "",
    happened_at: datetime | None = None,
) -> None:
    """Put a notice in a person's inbox and on its way by e-mail and SMS.

    In the caller's transaction, with three statements. ``dedupe`` names the occasion
    (e.g. case and number of the event): the same occasion reaches the same person
    once, however often this is called. ``path`` leads to more, below the site's root.
    The inbox shows when it happened, which may be before ``now``.

    :raises PackError: if there is no template ``key``.
    :raises KeyError: if a fact of the template is missing.
    """
    template = template_of(key)
    language = (
        recipient.language
        if recipient.language in LANGUAGES
        else settings.LANGUAGE_CODE
    )
    said = _Said(template, facts, language, path)
    common = {"key": key, "case_id": case_id, "language": language, "dedupe": dedupe}
    if recipient.account_id is not None and Channel.INBOX in template.channels:
        message = Message(
            account_id=recipient.account_id, subject=said.subject, body=said.body,
            path=f"/{path.lstrip('/')}" if path else "",
            created_at=happened_at or now, **common,
        )  # fmt: skip
        Message.objects.bulk_create([message], ignore_conflicts=True)
    out = [
        Delivery(
            id=new_id(), channel=channel, address=address, body=body,
            subject=said.subject, account_id=recipient.account_id, created_at=now,
            **common,
        )
        for channel, address, body in said.ways_out(recipient)
    ]  # fmt: skip
    # What was there already keeps its own job; the job of a row that was not
    # inserted finds nothing and ends.
    Delivery.objects.bulk_create(out, ignore_conflicts=True)
    insert_rows(job_row(DELIVER, now=now, delivery_id=row.id) for row in out)


@dataclass(frozen=True, slots=True)
class _Said:
    """A template with its facts filled in."""

    template: Template
    facts: Mapping[str, Fact]
    language: str
    path: str

    def _fill(self, text: Text) -> str:
        zone = ZoneInfo(settings.TIME_ZONE)
        return rules.fill(text.to(self.language), self.facts, self.language, zone)

    @property
    def subject(self) -> str:
        return self._fill(self.template.subject)

    @property
    def body(self) -> str:
        return self._fill(self.template.body)

    @property
    def email(self) -> str:
        parts = [self._fill(self.template.email)]
        if self.path:
            link = f"{settings.BASE_URL}/{self.path.lstrip('/')}"
            parts.append(_MORE.to(self.language).format(link=link))
        parts.append(f"--\n{settings.SYSTEM_NAME}\n{_CLOSING.to(self.language)}")
        return "\n\n".join(parts) + "\n"

    @property
    def sms(self) -> str:
        return rules.sms_letters(self._fill(self.template.sms), self.language)

    def ways_out(self, recipient: Recipient) -> list[tuple[Channel, str, str]]:
        """Return channel, address and text of each way out there is."""
        ways = []
        if Channel.EMAIL in self.template.channels and recipient.email:
            ways.append((Channel.EMAIL, recipient.email, self.email))
        phone = "".join(c for c in recipient.phone if c.isdigit() or c == "+")
        if Channel.SMS in self.template.channels and phone:
            ways.append((Channel.SMS, phone, self.sms))
        return ways


def deliver(*, delivery_id: UUID, now: datetime) -> None:
    """Send one delivery; on failure enqueue the next attempt, or give up visibly.

    The sending itself happens outside every transaction. Who is killed between
    sending and recording sends twice, with the same reference.
    """
    delivery = _begin(delivery_id)
    if delivery is None:
        return
    try:
        _send(delivery)
    except Exception as error:  # noqa: BLE001 - stored on the delivery, tried again
        _record_failure(delivery, error, now)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(
            state=State.SENT, sent_at=now, next_attempt_at=None, last_error="", body=""
        )


@transaction.atomic
def _begin(delivery_id: UUID) -> Delivery | None:
    queued = Delivery.objects.select_for_update().filter(state=State.QUEUED)
    delivery = queued.filter(pk=delivery_id).first()
    if delivery is not None:
        delivery.attempts += 1
        delivery.save(update_fields=["attempts"])
    return delivery


def _send(delivery: Delivery) -> None:
    reference = str(delivery.pk)
    if delivery.channel == Channel.SMS:
        ports.send_sms(phone=delivery.address, text=delivery.body, reference=reference)
    else:
        ports.send_email(
            address=delivery.address, subject=delivery.subject, body=delivery.body,
            reference=reference,
        )  # fmt: skip


@transaction.atomic
def _record_failure(delivery: Delivery, error: Exception, now: datetime) -> None:
    final = isinstance(error, ports.Undeliverable) or (
        delivery.attempts >= rules.MAX_ATTEMPTS
    )
    next_at = None if final else now + rules.wait_before_attempt(delivery.attempts)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.FAILED if final else State.QUEUED,
        last_error=f"{type(error).__name__}: {error}"[:500],
        next_attempt_at=next_at,
    )
    if next_at is not None:
        enqueue(DELIVER, now=now, run_after=next_at, delivery_id=delivery.pk)


@transaction.atomic
def send_again(*, delivery_ids: Collection[UUID], actor: Actor, now: datetime) -> int:
    """Try deliveries again that were given up; return how many there were.

    What was sent meanwhile, is on its way or was erased is left alone.

    :raises NotCompetent: unless ``actor`` may have notices sent again.
    """
    actor.require(SEND_AGAIN)
    return _queue(Delivery.objects.filter(pk__in=delivery_ids), now)


@transaction.atomic
def send_all_again(
    wanted: FailedFilter, *, actor: Actor, now: datetime, most: int = MOST_AT_ONCE
) -> int:
    """Try all again that were given up, the newest ``most``; return how many.

    :raises NotCompetent: unless ``actor`` may have notices sent again.
    """
    actor.require(SEND_AGAIN)
    newest = queries.failed_rows(wanted).exclude(body="").order_by("-created_at", "-id")
    ids = list(newest.values_list("id", flat=True)[:most])
    return _queue(Delivery.objects.filter(pk__in=ids), now)


def _queue(rows: QuerySet[Delivery], now: datetime) -> int:
    failed = rows.filter(state=State.FAILED).exclude(body="")
    ids = list(failed.select_for_update().values_list("id", flat=True))
    Delivery.objects.filter(pk__in=ids).update(
        state=State.QUEUED, attempts=0, next_attempt_at=now
    )
    insert_rows(job_row(DELIVER, now=now, delivery_id=row_id) for row_id in ids)
    return len(ids)


def mark_read(*, account_id: UUID, message_id: UUID, now: datetime) -> bool:
    """Mark one of a person's notices as read; tell whether that changed anything."""
    unread = Message.objects.filter(
        account_id=account_id, pk=message_id, read_at__isnull=True
    )
    return bool(unread.update(read_at=now))


def mark_all_read(*, account_id: UUID, now: datetime) -> int:
    """Mark all of a person's notices as read; return how many were not."""
    unread = Message.objects.filter(account_id=account_id, read_at__isnull=True)
    return unread.update(read_at=now)


@transaction.atomic
def erase_notices(*, case_id: UUID, now: datetime) -> int:
    """Erase the texts and addresses of all notices about a case; return how many.

    What has not been sent yet is not sent any more.
    """
    count = Message.objects.filter(case_id=case_id).update(subject=ERASED, body=ERASED)
    for delivery in Delivery.objects.select_for_update().filter(case_id=case_id):
        delivery.address, delivery.body = f"{ERASED}{delivery.pk}", ""
        delivery.subject = ERASED
        if delivery.state == State.QUEUED:
            delivery.state, delivery.last_error = State.FAILED, f"Erased at {now}."
        delivery.save()
        count += 1
    return count
