"""Tables. Data and database constraints only: no rules."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id
from motcua.notices.rules import Channel, State


class Message(models.Model):
    """A notice in a person's inbox (thông báo)."""

    PERSONAL = ("subject", "body")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField("người nhận")
    key = models.CharField("loại", max_length=40)
    case_id = models.UUIDField("hồ sơ", null=True, db_index=True)
    language = models.CharField("ngôn ngữ", max_length=2)
    subject = models.CharField("tiêu đề", max_length=300)
    body = models.TextField("nội dung")
    path = models.CharField("đường dẫn", max_length=200, blank=True)
    dedupe = models.CharField("khóa chống trùng", max_length=120)
    created_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "dedupe"], name="message_once"
            )
        ]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="message_inbox"),
            models.Index(
                fields=["account_id"], name="message_unread",
                condition=Q(read_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """A notice on its way out by e-mail or SMS, and what became of it."""

    PERSONAL = ("address", "subject", "body")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField("kênh", max_length=5, choices=[(c, c) for c in Channel])
    key = models.CharField("loại", max_length=40)
    account_id = models.UUIDField("người nhận", null=True)
    case_id = models.UUIDField("hồ sơ", null=True, db_index=True)
    address = models.CharField("địa chỉ", max_length=254)
    language = models.CharField("ngôn ngữ", max_length=2)
    subject = models.CharField("tiêu đề", max_length=300, blank=True)
    body = models.TextField("nội dung", blank=True)
    dedupe = models.CharField("khóa chống trùng", max_length=120)
    state = models.CharField(
        "trạng thái", max_length=6, choices=[(s, s) for s in State],
        default=State.QUEUED,
    )  # fmt: skip
    attempts = models.PositiveIntegerField("số lần gửi", default=0)
    last_error = models.CharField("lỗi gần nhất", max_length=500, blank=True)
    created_at = models.DateTimeField("lúc")
    next_attempt_at = models.DateTimeField("gửi lại lúc", null=True)
    sent_at = models.DateTimeField("đã gửi lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address", "dedupe"], name="delivery_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["-created_at", "-id"], name="delivery_failed",
                condition=Q(state="FAILED"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"
