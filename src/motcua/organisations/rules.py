"""Kinds of units and territories, and what follows from their dates."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from motcua.kernel.actors import Role
from motcua.kernel.law import decided_by
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import Text, without_marks


class UnitKind(StrEnum):
    """What sort of body a unit is."""

    COUNCIL = "COUNCIL"  # Hội đồng nhân dân
    COMMITTEE = "COMMITTEE"  # Ủy ban nhân dân
    DEPARTMENT = "DEPARTMENT"  # sở, ban, ngành
    SERVICE_UNIT = "SERVICE_UNIT"  # đơn vị sự nghiệp
    VERTICAL = "VERTICAL"  # cơ quan ngành dọc
    CENTRE = "CENTRE"  # Trung tâm Phục vụ hành chính công
    BRANCH = "BRANCH"  # chi nhánh
    SERVICE_POINT = "SERVICE_POINT"  # điểm phục vụ hành chính công


class TerritoryKind(StrEnum):
    """What sort of administrative area a territory is."""

    COUNTRY = "COUNTRY"
    CITY = "CITY"  # thành phố trực thuộc trung ương
    URBAN_DISTRICT = "URBAN_DISTRICT"  # quận (đến 30/06/2025)
    RURAL_DISTRICT = "RURAL_DISTRICT"  # huyện (đến 30/06/2025)
    TOWN = "TOWN"  # thị xã (đến 30/06/2025)
    WARD = "WARD"  # phường
    COMMUNE = "COMMUNE"  # xã


class Share(StrEnum):
    """How much of a predecessor a successor took over."""

    WHOLE = "WHOLE"  # toàn bộ
    PART = "PART"  # một phần
    REMAINDER = "REMAINDER"  # phần còn lại


KIND_NAMES: Mapping[UnitKind, Text] = MappingProxyType(
    {
        UnitKind.COUNCIL: Text("Hội đồng nhân dân", "People's Council", "Volksrat"),
        UnitKind.COMMITTEE: Text(
            "Ủy ban nhân dân", "People's Committee", "Volkskomitee"
        ),
        UnitKind.DEPARTMENT: Text("Sở, ban, ngành", "Department", "Fachamt"),
        UnitKind.SERVICE_UNIT: Text(
            "Đơn vị sự nghiệp", "Public service unit", "Öffentliche Einrichtung"
        ),
        UnitKind.VERTICAL: Text(
            "Cơ quan ngành dọc", "Central agency", "Zentrale Behörde"
        ),
        UnitKind.CENTRE: Text("Trung tâm", "Service centre", "Servicezentrum"),
        UnitKind.BRANCH: Text("Chi nhánh", "Branch", "Zweigstelle"),
        UnitKind.SERVICE_POINT: Text("Điểm phục vụ", "Service point", "Servicestelle"),
    }
)


class EndsBeforeItStarts(Refusal):
    """A period would end on or before the day on which it starts."""

    code = "ends_before_it_starts"
    text = gettext_noop(
        "Ngày kết thúc phải sau ngày bắt đầu ({start}). Hãy chọn ngày muộn hơn."
    )


class AlreadyEnded(Refusal):
    """The unit or post has an end already."""

    code = "already_ended"
    text = gettext_noop(
        "Mục này đã kết thúc từ ngày {end}. Nếu ngày đó sai, hãy lập bản ghi mới."
    )


class OutsideUnitPeriod(Refusal):
    """A post would begin or go on while its unit does not exist."""

    code = "outside_unit_period"
    text = gettext_noop(
        "Đơn vị {unit} không hoạt động trong khoảng thời gian này. "
        "Hãy chọn ngày khác hoặc đơn vị kế thừa."
    )


@decided_by("0032-dated-units-and-posts")
def check_can_end(period: Period, end: date) -> None:
    """Check that something in force during ``period`` may end on ``end``.

    :raises AlreadyEnded: if an end is set already.
    :raises EndsBeforeItStarts: if ``end`` is not after the start.
    """
    if period.end is not None:
        raise AlreadyEnded(end=period.end)
    if end <= period.start:
        raise EndsBeforeItStarts(start=period.start)


@decided_by("0032-dated-units-and-posts")
def check_post_within_unit(post: Period, unit: Period, code: str) -> None:
    """Check that a post lies within the life of its unit.

    An open post in a unit that ends later is fine: it ends with the unit.

    :raises OutsideUnitPeriod: if the post starts while the unit does not exist.
    """
    if post.start not in unit:
        raise OutsideUnitPeriod(unit=code)


_AREA: Mapping[TerritoryKind, tuple[str, str, str]] = MappingProxyType(
    {  # Vietnamese word, English and German pattern
        TerritoryKind.URBAN_DISTRICT: ("Quận", "{} District", "Stadtbezirk {}"),
        TerritoryKind.RURAL_DISTRICT: ("Huyện", "{} Rural District", "Landkreis {}"),
        TerritoryKind.TOWN: ("Thị xã", "{} Town", "Stadt {}"),
        TerritoryKind.WARD: ("Phường", "{} Ward", "Stadtviertel {}"),
        TerritoryKind.COMMUNE: ("Xã", "{} Commune", "Gemeinde {}"),
    }
)


@decided_by("0032-dated-units-and-posts")
def territory_name(kind: TerritoryKind, vi: str) -> Text:
    """Return the name of an area in three languages, built from the Vietnamese one.

    >>> territory_name(TerritoryKind.WARD, "Phường Ba Đình").as_dict()
    {'vi': 'Phường Ba Đình', 'en': 'Ba Dinh Ward', 'de': 'Stadtviertel Ba Dinh'}
    """
    word, english, german = _AREA[kind]
    proper = without_marks(vi.removeprefix(word).strip())
    return Text(vi, english.format(proper), german.format(proper))


@decided_by("0032-dated-units-and-posts")
def committee_name(kind: TerritoryKind, vi: str) -> Text:
    """Return the name of an area's People's Committee in three languages.

    >>> committee_name(TerritoryKind.COMMUNE, "Xã Mê Linh").en
    "People's Committee of Me Linh Commune"
    """
    area = territory_name(kind, vi)
    return Text(
        f"Ủy ban nhân dân {_mid_sentence(vi)}",
        f"People's Committee of {area.en}",
        f"Volkskomitee {area.de}",
    )


@decided_by("0032-dated-units-and-posts")
def service_point_name(kind: TerritoryKind, vi: str) -> Text:
    """Return the name of an area's service point in three languages.

    >>> service_point_name(TerritoryKind.WARD, "Phường Láng").vi
    'Điểm Phục vụ hành chính công phường Láng'
    """
    area = territory_name(kind, vi)
    return Text(
        f"Điểm Phục vụ hành chính công {_mid_sentence(vi)}",
        f"Public Service Point of {area.en}",
        f"Servicestelle {area.de}",
    )


def _mid_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


class BasisNeeded(Refusal):
    """A change of units or posts rests on a written instrument; none is given."""

    code = "basis_needed"
    text = gettext_noop("Hãy ghi số, ngày của quyết định làm căn cứ cho thay đổi này.")
    kind = Kind.INVALID


class CodeTaken(Refusal):
    """Another unit has the code in this period."""

    code = "code_taken"
    text = gettext_noop(
        "Mã {unit} đang được một đơn vị khác dùng. Hãy chọn mã khác, hoặc kết thúc "
        "đơn vị kia trước."
    )


class NotAPost(Refusal):
    """A role that no post holds, or an account that is not of staff."""

    code = "not_a_post"
    text = gettext_noop(
        "Vai trò này không gắn với một vị trí, hoặc tài khoản không phải của cán bộ. "
        "Hãy mở tài khoản cán bộ trước."
    )


class AddressTaken(Refusal):
    """The e-mail address has an account already."""

    code = "address_taken"
    text = gettext_noop("Địa chỉ thư này đã có tài khoản. Hãy dùng địa chỉ khác.")
    kind = Kind.INVALID


class NameNeeded(Refusal):
    """A name is missing."""

    code = "name_needed"
    text = gettext_noop("Hãy ghi họ và tên, hoặc tên tổ chức.")
    kind = Kind.INVALID


class UnknownLanguage(Refusal):
    """The language is none of ours."""

    code = "unknown_language"
    text = gettext_noop("Hãy chọn tiếng Việt, tiếng Anh hoặc tiếng Đức.")
    kind = Kind.INVALID


POST_ROLES = frozenset(
    {Role.CLERK, Role.OFFICER, Role.LEADER, Role.CONTROLLER, Role.ADMINISTRATOR}
)


@decided_by("0032-dated-units-and-posts")
def check_basis(basis: str) -> None:
    """Check that a change names the instrument on which it rests.

    :raises BasisNeeded: if it does not.
    """
    if not basis.strip():
        raise BasisNeeded


@decided_by("0032-dated-units-and-posts")
def check_code_is_free(code: str, period: Period, others: Iterable[Period]) -> None:
    """Check that no other unit has the code during ``period``.

    :raises CodeTaken: if one has.
    """
    if any(period.overlaps(other) for other in others):
        raise CodeTaken(unit=code)


@decided_by("0032-dated-units-and-posts")
def check_is_post(role: Role, kind: str) -> None:
    """Check that ``role`` is held by a post, and the account is one of staff.

    :raises NotAPost: if not.
    """
    if role not in POST_ROLES or kind != "STAFF":
        raise NotAPost(role=role)
