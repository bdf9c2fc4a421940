"""Tokens by which a program acts for a person."""

from django.conf import settings
from django.db import models

from motcua.kernel.ids import new_id


class ApiToken(models.Model):
    """A token (mã truy cập) by which a program acts for an account.

    Only a hash is kept: whoever reads the table cannot act.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="api_tokens",
        verbose_name="tài khoản",
    )
    name = models.CharField("tên", max_length=100)
    digest = models.CharField("mã băm SHA-256", max_length=64, unique=True)
    scopes = models.JSONField("phạm vi", default=list, help_text="powers or groups")
    created_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    last_used_on = models.DateField(
        "dùng lần cuối ngày", null=True, blank=True, help_text="to the day"
    )
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="api_token_expires_after_creation",
            )
        ]

    def __str__(self) -> str:
        return self.name
