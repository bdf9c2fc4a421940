"""Tables of the border."""

from django.db import models


class RateCount(models.Model):
    """How often something was done by one source in one window of time."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.PositiveBigIntegerField(help_text="Unix seconds")

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="rate_count_expiry")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
