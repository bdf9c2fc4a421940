"""Tables. Data and database constraints only: no rules."""

from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import new_id


class CalendarState(models.Model):
    """How often a calendar was edited; its row is locked while somebody edits."""

    calendar = models.CharField("lịch làm việc", max_length=40, primary_key=True)
    revision = models.PositiveIntegerField(
        "lần sửa", help_text="Tăng thêm 1 với mỗi thay đổi."
    )
    token = models.UUIDField(
        "dấu nhận biết",
        default=new_id,
        help_text="Khác nhau ở mọi lần sửa, kể cả lần đã bị hủy giữa chừng.",
    )

    def __str__(self) -> str:
        return f"{self.calendar} {self.revision}"


class CalendarEdit(models.Model):
    """One change of a calendar (thay đổi lịch làm việc): only ever added."""

    class Subject(models.TextChoices):
        DAY = "DAY", "Ngày"
        OFFICE_HOURS = "OFFICE_HOURS", "Giờ làm việc"
        HORIZON = "HORIZON", "Bổ sung năm"
        WITHDRAWAL = "WITHDRAWAL", "Rút lại thay đổi"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(
        CalendarState, models.PROTECT, related_name="edits", verbose_name="lịch"
    )
    revision = models.PositiveIntegerField("lần sửa")
    subject = models.CharField("nội dung", max_length=20, choices=Subject)
    on_date = models.DateField(
        "ngày", help_text="Ngày được sửa, hoặc ngày bắt đầu áp dụng giờ làm việc."
    )
    facts = models.JSONField("dữ kiện", default=dict)
    source = models.CharField("căn cứ", max_length=300)
    reason = models.CharField("lý do", max_length=500, blank=True)
    withdraws = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawal",
        verbose_name="rút lại",
    )
    made_by = models.UUIDField("người thực hiện")
    made_as = models.JSONField("tư cách thực hiện")
    made_at = models.DateTimeField("thời điểm")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "revision"], name="one_edit_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(subject="WITHDRAWAL", withdraws__isnull=False)
                | (~Q(subject="WITHDRAWAL") & Q(withdraws__isnull=True)),
                name="a_withdrawal_withdraws_something",
            ),
            models.CheckConstraint(
                condition=~Q(withdraws=F("id")), name="no_edit_withdraws_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.revision} {self.subject} {self.on_date}"
