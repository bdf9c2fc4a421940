"""Tables. Data and database constraints only: no rules."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import new_id


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính), whatever its version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã thủ tục", max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """What a procedure is in a period (bản công bố). Published, it never changes.

    A trigger refuses a change of everything but ``in_force_until`` (a successor or
    an abolition ends it) and ``superseded_at`` (a correction takes its place).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name="thủ tục"
    )
    number = models.PositiveIntegerField("bản số")
    definition = models.JSONField("nội dung")
    content_hash = models.CharField("mã băm nội dung", max_length=64)
    in_force_from = models.DateField("có hiệu lực từ ngày")
    in_force_until = models.DateField("hết hiệu lực từ ngày", null=True, blank=True)
    superseded_at = models.DateTimeField("được đính chính lúc", null=True, blank=True)
    published_at = models.DateTimeField("công bố lúc")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="người công bố",
    )

    # What lists and search read, derived from the definition when published.
    card = models.JSONField("tóm tắt")
    field = models.CharField("lĩnh vực", max_length=60)
    search_name = models.TextField("tên để tìm")
    search_keywords = models.TextField("từ khóa để tìm")
    search_field = models.TextField("lĩnh vực để tìm")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="procedure_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["procedure", "in_force_from"],
                condition=Q(superseded_at__isnull=True),
                name="one_version_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_until__gt=F("in_force_from")),
                name="version_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["field", "in_force_from"],
                condition=Q(superseded_at__isnull=True),
                name="version_by_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.number}"
