"""What states and roles are called where a refusal names them."""

from collections.abc import Mapping
from types import MappingProxyType

from motcua.kernel.texts import Text

STATUS_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "SUBMITTED": Text("Chờ tiếp nhận", "Waiting for acceptance", "Wartet"),
        "ACCEPTED": Text("Đã tiếp nhận", "Accepted", "Angenommen"),
        "IN_PROGRESS": Text("Đang giải quyết", "In progress", "In Bearbeitung"),
        "AWAITING_SUPPLEMENT": Text(
            "Chờ bổ sung", "Awaiting a supplement", "Wartet auf Nachreichung"
        ),
        "DECIDED": Text("Đã có kết quả", "Decided", "Entschieden"),
        "RETURNED": Text("Đã trả kết quả", "Result handed over", "Ausgehändigt"),
        "REFUSED": Text("Từ chối tiếp nhận", "Refused at intake", "Abgelehnt"),
        "WITHDRAWN": Text("Đã rút hồ sơ", "Withdrawn", "Zurückgezogen"),
        "STOPPED": Text("Đã dừng theo yêu cầu", "Stopped on request", "Eingestellt"),
    }
)
ROLE_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "CLERK": Text("công chức tiếp nhận", "clerk", "Annahme"),
        "OFFICER": Text("công chức thụ lý", "case officer", "Sachbearbeitung"),
        "LEADER": Text("lãnh đạo", "leader", "Leitung"),
        "CONTROLLER": Text("công chức kiểm soát", "controller", "Kontrolle"),
    }
)
