"""Tables of the case capability. Data and database constraints only: no rules.

``cases_event`` is the record; every other table here is its projection, written in
the same transaction (``store.py``) and checked against it by ``motcua verify``.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Status(models.TextChoices):
    """Where a case is in its life; the same for every procedure."""

    SUBMITTED = "SUBMITTED", "Đã nộp, chờ tiếp nhận"
    ACCEPTED = "ACCEPTED", "Đã tiếp nhận"
    IN_PROGRESS = "IN_PROGRESS", "Đang giải quyết"
    AWAITING_SUPPLEMENT = "AWAITING_SUPPLEMENT", "Chờ bổ sung"
    DECIDED = "DECIDED", "Đã có kết quả"
    RETURNED = "RETURNED", "Đã trả kết quả"
    REFUSED = "REFUSED", "Từ chối tiếp nhận"
    WITHDRAWN = "WITHDRAWN", "Đã rút hồ sơ"
    STOPPED = "STOPPED", "Dừng giải quyết theo yêu cầu"


class Case(models.Model):
    """One request under one procedure, from submission to return (hồ sơ)."""

    PERSONAL = ("applicant_name", "applicant_folded", "dossier")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.PositiveIntegerField("số sự kiện")
    head = models.BinaryField("mã băm cuối", max_length=32)
    status = models.CharField("trạng thái", max_length=24, choices=Status)
    code = models.CharField("mã hồ sơ", max_length=60, null=True, unique=True)  # noqa: DJ001 - absent until accepted, unique after
    version = models.ForeignKey(
        "catalogue.ProcedureVersion", models.PROTECT, db_index=False
    )
    procedure_code = models.CharField("mã thủ tục", max_length=40)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    applicant_name = models.CharField("người nộp", max_length=200)
    applicant_folded = models.CharField("người nộp, để tìm", max_length=200)
    receiving_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", db_index=False
    )
    competent_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField("kênh nộp", max_length=12)
    submitted_at = models.DateTimeField("nộp lúc")
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True)
    due_at = models.DateTimeField("hẹn trả lúc", null=True)
    decided_at = models.DateTimeField("có kết quả lúc", null=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True)
    result = models.CharField("kết quả", max_length=40, blank=True)
    state = models.JSONField("diễn biến", help_text="Không chứa dữ liệu cá nhân.")
    dossier = models.JSONField("nội dung", help_text="Dữ liệu cá nhân.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="case_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "id"], name="case_of_applicant"),
            models.Index(
                fields=["id"],
                name="case_with_open_due_date",
                condition=Q(due_at__isnull=False, closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.code or str(self.id)


class CaseEvent(models.Model):
    """What happened to a case, and who did it in which capacity. Never changed."""

    pk = models.CompositePrimaryKey("case_id", "seq")
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="events", db_index=False
    )
    seq = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("sự kiện", max_length=32)
    actor = models.UUIDField("người thực hiện")
    capacity = models.JSONField("tư cách")
    at = models.DateTimeField("thời điểm")
    facts = models.JSONField("diễn biến", help_text="Không chứa dữ liệu cá nhân.")
    payload = models.JSONField("nội dung", null=True)
    salt = models.BinaryField("muối", max_length=16, null=True)
    commitment = models.BinaryField("cam kết", max_length=32)
    hash = models.BinaryField("mã băm", max_length=32)
    request_key = models.CharField("mã yêu cầu", max_length=80, null=True)  # noqa: DJ001 - unique where given

    class Meta:
        db_table = "cases_event"
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "request_key"], name="one_event_per_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"


class WorkItem(models.Model):
    """Something somebody has to do about a case now (việc cần làm)."""

    pk = models.CompositePrimaryKey("case_id", "key")
    case = models.ForeignKey(Case, models.CASCADE, related_name="items", db_index=False)
    key = models.CharField("việc", max_length=80)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, db_index=False)
    role = models.CharField("vai trò", max_length=20)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False
    )
    opened_at = models.DateTimeField("từ lúc")
    due_at = models.DateTimeField("hạn", help_text="Không hạn: năm 9999.")
    silence = models.BooleanField("im lặng có hệ quả", default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="silence_by_due", condition=Q(silence=True)
            ),
            models.Index(
                fields=["unit", "role", "due_at", "case", "key"], name="work_of_unit"
            ),
            models.Index(
                fields=["assignee", "due_at", "case", "key"],
                name="work_of_person",
                condition=Q(assignee__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"


class PathUnit(models.Model):
    """A unit on the path of a case: it may see the case."""

    pk = models.CompositePrimaryKey("unit_id", "case_id")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="path")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.case_id}"


class CodeSeries(models.Model):
    """The last number given by a unit on a day; grows without gaps."""

    pk = models.CompositePrimaryKey("unit_id", "day")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, db_index=False)
    day = models.DateField("ngày")
    last = models.PositiveIntegerField("số cuối")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}: {self.last}"


class Draft(models.Model):
    """An application being written, saved as typed; not yet a case."""

    PERSONAL = ("data",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    version = models.ForeignKey("catalogue.ProcedureVersion", models.PROTECT)
    case_id = models.UUIDField("hồ sơ đang bổ sung", null=True)
    data = models.JSONField("nội dung", default=dict)
    updated_at = models.DateTimeField("lưu lúc")

    class Meta:
        indexes = [models.Index(fields=["account", "-updated_at"], name="my_drafts")]

    def __str__(self) -> str:
        return str(self.id)


class LedgerHead(models.Model):
    """The signed head of the whole log on one day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField("số", unique=True)
    until = models.DateTimeField("đến trước lúc")
    count = models.PositiveIntegerField("số hồ sơ có thay đổi")
    previous = models.BinaryField("đầu trước", max_length=32)
    digest = models.BinaryField("mã băm", max_length=32)
    public_key = models.BinaryField("khóa công khai", max_length=32)
    signature = models.BinaryField("chữ ký", max_length=64)

    def __str__(self) -> str:
        return f"#{self.number} {self.until}"


class Anchor(models.Model):
    """The last event of a case that a signed head covers."""

    pk = models.CompositePrimaryKey("ledger_head_id", "case_id")
    ledger_head = models.ForeignKey(
        LedgerHead, models.PROTECT, related_name="anchors", db_index=False
    )
    case_id = models.UUIDField("hồ sơ")
    seq = models.PositiveIntegerField("thứ tự")
    hash = models.BinaryField("mã băm", max_length=32)

    def __str__(self) -> str:
        return f"{self.ledger_head_id} {self.case_id}#{self.seq}"


class Erasure(models.Model):
    """The act that orders the erasure of a case's personal data."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True)
    act = models.CharField("văn bản", max_length=300)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("lúc")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.act}"
