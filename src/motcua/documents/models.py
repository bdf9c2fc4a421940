"""Tables. Data and database constraints only: no rules."""

from django.db import models
from django.db.models import Q

from motcua.documents.rules import FileKind, Scan
from motcua.kernel.ids import new_id


class StoredFile(models.Model):
    """A file of a case (tệp): what it is and who brought it; its content is a hash."""

    PERSONAL = ("name",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField("hồ sơ", null=True, db_index=True)
    kind = models.CharField("loại", max_length=12, choices=[(k, k) for k in FileKind])
    component = models.CharField("thành phần hồ sơ", max_length=100, blank=True)
    name = models.CharField("tên tệp", max_length=200)
    media_type = models.CharField("kiểu nội dung", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    is_personal = models.BooleanField("có dữ liệu cá nhân", default=True)
    uploaded_by = models.UUIDField("người tải lên", null=True)
    created_at = models.DateTimeField("lúc")
    group_id = models.UUIDField("nhóm phiên bản")
    version = models.PositiveIntegerField("phiên bản", default=1)
    scan = models.CharField("quét vi-rút", max_length=8, choices=[(s, s) for s in Scan])
    erased_at = models.DateTimeField("xóa lúc", null=True)
    erased_by = models.CharField("xóa theo", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group_id", "version"], name="stored_file_version_once"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | ~Q(erased_by=""),
                name="stored_file_erased_by_an_act",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], name="stored_file_to_scan",
                condition=Q(scan="PENDING"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class FileRead(models.Model):
    """Who opened which file, when and in which capacity (nhật ký đọc)."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="reads")
    account_id = models.UUIDField("người đọc", db_index=True)
    capacity = models.JSONField("tư cách")
    read_at = models.DateTimeField("lúc")

    def __str__(self) -> str:
        return f"{self.account_id} {self.file_id}"


class Quarantined(models.Model):
    """Content in which the antivirus found something."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64)
    signature = models.CharField("mã độc", max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    uploaded_by = models.UUIDField("người tải lên", null=True)
    found_at = models.DateTimeField("lúc")

    def __str__(self) -> str:
        return self.signature


class IssuedDocument(models.Model):
    """A paper that was issued, with the code by which anyone can check it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã kiểm tra", max_length=16, unique=True)
    kind = models.CharField("loại giấy tờ", max_length=20)
    case_id = models.UUIDField("hồ sơ")
    case_code = models.CharField("mã hồ sơ", max_length=60)
    occasion = models.CharField("lần cấp", max_length=60)
    title = models.CharField("tên giấy tờ", max_length=300)
    public = models.JSONField("thông tin công khai", default=dict)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    template = models.CharField("bản mẫu", max_length=100)
    facts_hash = models.CharField("băm dữ kiện", max_length=64)
    ledger_head = models.CharField("đầu chuỗi sự kiện", max_length=64, blank=True)
    issued_at = models.DateTimeField("cấp lúc")
    valid_until = models.DateField("có giá trị đến hết ngày", null=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    revoked_because = models.CharField("lý do thu hồi", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "kind", "occasion"], name="issued_document_once"
            )
        ]

    def __str__(self) -> str:
        return self.code
