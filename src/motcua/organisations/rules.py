"""Kinds of units and territories, and what follows from their dates."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from motcua.kernel.law import decided_by
from motcua.kernel.periods import Period
from motcua.kernel.refusals import Refusal, gettext_noop
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
