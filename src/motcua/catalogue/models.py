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


class Entry(models.Model):
    """A procedure as a national database lists it (mục của danh mục).

    Information only: an application needs a written-out procedure of its code. An
    import keeps it current; one that is gone from its source is marked, not deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã thủ tục", max_length=40, unique=True)
    name = models.TextField("tên thủ tục")
    field = models.CharField("lĩnh vực", max_length=200)
    group = models.CharField("nhóm lĩnh vực", max_length=60, blank=True)
    facts = models.JSONField("dữ kiện")
    original = models.JSONField("nguyên văn", null=True, blank=True)
    content_hash = models.CharField("mã băm dữ kiện", max_length=64)
    source = models.CharField("nguồn", max_length=120)
    source_date = models.DateField("ngày của nguồn")
    first_seen_at = models.DateTimeField("thấy lần đầu lúc")
    last_seen_at = models.DateTimeField("thấy lần cuối lúc")
    last_changed_at = models.DateTimeField("thay đổi lần cuối lúc")
    vanished_at = models.DateTimeField(
        "không còn trong nguồn từ", null=True, blank=True
    )

    # What lists and search read, derived from the facts: folded words, each after a
    # blank; codes of levels, each between blanks.
    search_name = models.TextField("tên để tìm")
    level_words = models.CharField("cấp để lọc", max_length=80)

    class Meta:
        indexes = [models.Index(fields=["group", "code"], name="entry_by_group")]

    def __str__(self) -> str:
        return self.code


class EntryChange(models.Model):
    """What an import found new in an entry. Appended; a trigger keeps it so."""

    class Kind(models.TextChoices):
        """What happened to the entry."""

        ADDED = "ADDED", "mới có"
        COMPLETED = "COMPLETED", "được bổ sung phần trước đây chưa có"
        CHANGED = "CHANGED", "thay đổi"
        VANISHED = "VANISHED", "không còn trong nguồn"
        RETURNED = "RETURNED", "có lại trong nguồn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="changes", verbose_name="mục"
    )
    kind = models.CharField("việc", max_length=12, choices=Kind.choices)
    changes = models.JSONField("thay đổi", default=list)
    happened_at = models.DateTimeField("lúc")
    source = models.CharField("nguồn", max_length=120)
    source_date = models.DateField("ngày của nguồn")
    content_hash = models.CharField("mã băm dữ kiện", max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["ADDED", "COMPLETED", "CHANGED", "VANISHED", "RETURNED"]
                ),
                name="entry_change_of_a_known_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"
