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
    original_hash = models.CharField("mã băm nguyên văn", max_length=64, blank=True)
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


class Proposal(models.Model):
    """A draft of a version, or of an abolition, on its way (dự thảo công bố).

    The text is YAML, kept as it was typed; the row is what its events have made.
    """

    class Purpose(models.TextChoices):
        """What is proposed."""

        VERSION = "VERSION", "công bố"
        CLOSING = "CLOSING", "bãi bỏ"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "DRAFT", "đang soạn"
        SUBMITTED = "SUBMITTED", "chờ phê duyệt"
        RETURNED = "RETURNED", "trả lại để sửa"
        APPROVED = "APPROVED", "đã phê duyệt"
        PUBLISHED = "PUBLISHED", "đã công bố"
        WITHDRAWN = "WITHDRAWN", "đã rút"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã thủ tục", max_length=40)
    purpose = models.CharField("mục đích", max_length=10, choices=Purpose)
    state = models.CharField("trạng thái", max_length=10, choices=State)
    revision = models.PositiveIntegerField(
        "số sự kiện", help_text="Tăng thêm 1 với mỗi việc được làm."
    )
    base_version = models.ForeignKey(
        ProcedureVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dựa trên bản",
    )
    base_entry = models.CharField("dựa trên mục", max_length=40, blank=True)
    text = models.TextField("nội dung")
    name = models.CharField("tên thủ tục", max_length=500, blank=True)
    in_force_from = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    approved_hash = models.CharField(
        "mã băm nội dung được phê duyệt", max_length=64, blank=True
    )
    published_version = models.ForeignKey(
        ProcedureVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bản đã công bố",
    )
    started_at = models.DateTimeField("bắt đầu lúc")
    changed_at = models.DateTimeField("thay đổi lần cuối lúc")

    class Meta:
        indexes = [models.Index(fields=["code", "state"], name="proposal_by_code")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED", purpose="VERSION")
                | Q(published_version__isnull=False),
                name="a_published_proposal_has_its_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class ProposalEvent(models.Model):
    """What somebody did with a proposal. Appended and chained; a trigger keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="events", verbose_name="dự thảo"
    )
    seq = models.PositiveIntegerField("số thứ tự")
    act = models.CharField("việc", max_length=10)
    actor_id = models.UUIDField("người thực hiện")
    capacity = models.JSONField("tư cách thực hiện")
    at = models.DateTimeField("lúc")
    note = models.TextField("ghi chú", blank=True)
    text = models.TextField("nội dung đã lưu", blank=True)
    hash = models.BinaryField("mã băm", max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "seq"], name="one_proposal_event_per_seq"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.seq} {self.act}"


class Closing(models.Model):
    """From which day a procedure is no more, by which act (bãi bỏ). Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="closings", verbose_name="thủ tục"
    )
    closed_from = models.DateField("hết hiệu lực từ ngày")
    act = models.CharField("quyết định bãi bỏ", max_length=300)
    successor = models.CharField("thủ tục thay thế", max_length=40, blank=True)
    note = models.JSONField("ghi chú", default=dict)
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="closing", verbose_name="dự thảo"
    )
    closed_at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "closed_from"], name="one_closing_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.closed_from}"


class Revision(models.Model):
    """One row: the name of the catalogue's state, another one after each change."""

    name = models.UUIDField("tên trạng thái")

    def __str__(self) -> str:
        return str(self.name)


class Demand(models.Model):
    """How many cases a procedure had lately: search asks it first for the frequent."""

    code = models.CharField("mã thủ tục", max_length=40, primary_key=True)
    cases = models.PositiveIntegerField("số hồ sơ")
    counted_at = models.DateTimeField("đếm lúc")

    def __str__(self) -> str:
        return f"{self.code} {self.cases}"
