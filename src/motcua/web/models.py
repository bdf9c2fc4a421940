"""Tables of the border."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A session (phiên đăng nhập), with whose it is, so that its owner can end it."""

    account_id = models.UUIDField("tài khoản", null=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return what reads and writes sessions."""
        from motcua.web.sessions import SessionStore

        return SessionStore


class RateCount(models.Model):
    """How often something was done by one source in one window of time."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.PositiveBigIntegerField(help_text="Unix seconds")

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="rate_count_expiry")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
