"""Tables of the organisation: every fact dated with half-open periods."""

from enum import StrEnum

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from motcua.kernel.actors import Role
from motcua.kernel.ids import new_id
from motcua.organisations.rules import Share, TerritoryKind, UnitKind


def choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the values of ``kinds`` as a database column's choices."""
    return [(str(kind), str(kind)) for kind in kinds]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the e-mail address is the name to sign in with."""

    def create_user(
        self, email: str, password: str | None = None, **facts: object
    ) -> "Account":
        """Create an account."""
        account = self.model(email=self.normalize_email(email).casefold(), **facts)
        account.set_password(password)
        account.save()
        return account


def own_language() -> str:
    """Return the language of whoever has chosen none."""
    return settings.LANGUAGE_CODE


class Account(AbstractBaseUser):
    """A way to sign in (tài khoản): a citizen, a business or a member of staff."""

    class Kind(models.TextChoices):
        CITIZEN = "CITIZEN", "Cá nhân"
        BUSINESS = "BUSINESS", "Tổ chức, doanh nghiệp"
        STAFF = "STAFF", "Cán bộ, công chức"

    PERSONAL = ("email", "name", "phone", "identity_number", "address")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("thư điện tử", unique=True)
    name = models.CharField("họ và tên / tên tổ chức", max_length=200)
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.CITIZEN)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    identity_number = models.CharField(
        "số định danh cá nhân / mã số doanh nghiệp", max_length=20, blank=True
    )
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    language = models.CharField("ngôn ngữ", max_length=2, default=own_language)
    is_active = models.BooleanField("đang hoạt động", default=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """Something true from ``start_date`` up to but not including ``end_date``."""

    start_date = models.DateField("từ ngày")
    end_date = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")),
                name="%(class)s_ends_after_it_starts",
            )
        ]


class Territory(Dated):
    """An administrative area (đơn vị hành chính) while it exists."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã đơn vị hành chính", max_length=20)
    kind = models.CharField("loại", max_length=20, choices=choices(TerritoryKind))
    name = models.JSONField("tên", help_text="vi, en, de")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    predecessors = models.JSONField(
        "hình thành từ",
        default=list,
        blank=True,
        help_text="name and share (WHOLE, PART, REMAINDER) of each former area",
    )
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "start_date"], name="territory_code_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Unit(Dated):
    """An agency, department, centre, branch or point (cơ quan, đơn vị)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("mã định danh", max_length=35)
    code_confirmed = models.BooleanField(
        "mã đã xác minh",
        default=False,
        help_text="false: a code of the demo, not found in any decision",
    )
    kind = models.CharField("loại", max_length=20, choices=choices(UnitKind))
    name = models.JSONField("tên", help_text="vi, en, de")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="units"
    )
    receives = models.BooleanField("tiếp nhận hồ sơ", default=False)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "start_date"], name="unit_code_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Succession(models.Model):
    """Which unit took over from which (kế thừa, tiếp nhận), on which day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    share = models.CharField("phần", max_length=10, choices=choices(Share))
    on_date = models.DateField("từ ngày")
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Assignment(Dated):
    """A person's post: a role in a unit, by an instrument (bố trí, phân công)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    role = models.CharField("vai trò", max_length=20, choices=choices(Role))
    title = models.CharField("chức danh", max_length=120)
    instrument = models.CharField("quyết định", max_length=200, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "unit", "role", "start_date"],
                name="assignment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.unit_id}"


class Change(models.Model):
    """Who changed what about units, posts and accounts (nhật ký thay đổi)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("lúc", db_index=True)
    actor_id = models.UUIDField("người thực hiện", db_index=True)
    capacity = models.JSONField("tư cách")
    action = models.CharField("việc", max_length=40)
    subject = models.UUIDField("đối tượng", db_index=True)
    facts = models.JSONField("chi tiết", default=dict)

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
