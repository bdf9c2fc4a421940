"""Tables. Data and database constraints only: no rules."""

from django.db import models

from motcua.kernel.ids import new_id


class Worker(models.Model):
    """A process that runs jobs, for as long as it lives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    host = models.CharField("máy", max_length=255)
    pid = models.PositiveIntegerField("tiến trình")
    started_at = models.DateTimeField("bắt đầu lúc")
    heartbeat_at = models.DateTimeField("tín hiệu gần nhất", db_index=True)
    job_id = models.UUIDField("việc đang chạy", null=True)

    def __str__(self) -> str:
        return f"{self.host}/{self.pid}"


class CronSlot(models.Model):
    """A slot of a timer that has been fired; the row is what makes it fire once."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField("tên", max_length=100)
    slot = models.CharField("kỳ", max_length=40)
    fired_at = models.DateTimeField("lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="cron_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
