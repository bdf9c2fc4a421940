"""The record of what happened at the door."""

from django.conf import settings
from django.db import models

from motcua.accounts.rules import DEVICE_LENGTH, Event
from motcua.kernel.ids import new_id


class SignIn(models.Model):
    """One sign-in, failed attempt or change of a credential (nhật ký đăng nhập)."""

    PERSONAL = ("network", "device")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("lúc")
    event = models.CharField(
        "sự kiện", max_length=20, choices=[(str(e), str(e)) for e in Event]
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sign_ins",
        verbose_name="tài khoản",
    )
    mark = models.CharField(
        "dấu của địa chỉ đã nhập",
        max_length=16,
        blank=True,
        help_text="keyed hash of what was typed, when no account is known",
    )
    method = models.CharField("phương thức", max_length=40, blank=True)
    network = models.CharField(
        "mạng", max_length=50, blank=True, help_text="IPv4 /24 or IPv6 /48"
    )
    device = models.CharField("thiết bị", max_length=DEVICE_LENGTH, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="sign_in_by_account"),
            models.Index(fields=["-at"], name="sign_in_by_time"),
            models.Index(fields=["event", "-at"], name="sign_in_by_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at}"
