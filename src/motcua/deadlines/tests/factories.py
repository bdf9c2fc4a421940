"""Who edits calendars in tests, and what they enter."""

from datetime import UTC, date, datetime

from motcua.deadlines import Day, DayKind
from motcua.deadlines.commands import EDIT_CALENDAR
from motcua.kernel.actors import Actor, Post, Role
from motcua.kernel.ids import new_id
from motcua.kernel.texts import Text

NOW = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
STORM_DAY = date(2026, 5, 5)
POST = Post(new_id(), Role.ADMINISTRATOR, new_id(), "H26.VP", "Văn phòng", "Quản trị")
ADMINISTRATOR = Actor(
    new_id(),
    "Trần Văn Bình",
    Role.ADMINISTRATOR,
    posts=(POST,),
    powers=frozenset({EDIT_CALENDAR}),
)
STRANGER = Actor(new_id(), "Người lạ", Role.CITIZEN)


def closure(day: date = STORM_DAY, source: str = "Công điện 7/CĐ-UBND") -> Day:
    """Make a day on which the offices are closed."""
    return Day(day, DayKind.CLOSURE, Text("Bão số 3", "Storm no. 3"), source)
