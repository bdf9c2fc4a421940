"""The first page: what is due."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.cases import queries
from motcua.cases.queries import COUNT_UP_TO, WorkFilter
from motcua.cases.rules.frame import INTAKE
from motcua.kernel.actors import Actor
from motcua.notices import queries as notices
from motcua.web import formats
from motcua.web.actors import actor_of
from motcua.web.permissions import permission
from motcua.workbench.lines import work_lines
from motcua.workbench.views.common import now, page

NEXT = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A count that leads to a list."""

    kind: str
    words: str
    count: int
    query: str

    @property
    def shown(self) -> str:
        """Return the count as it is written; beyond the limit it says so."""
        written = formats.number(self.count, None)
        return f"{written}+" if self.count >= COUNT_UP_TO else written


@require_GET
@permission("workbench.enter")
def home(request: HttpRequest) -> HttpResponse:
    """Show what is due: counts, new applications, the next ten things."""
    actor, at = actor_of(request), now()
    context = _work_of(actor, at) if actor.may("cases.work") else {}
    if actor.may("notices.send_again"):
        context["failed"] = notices.count_failed()
    return page(request, "workbench/home.html", context)


def _work_of(actor: Actor, at: datetime) -> dict[str, object]:
    mine = queries.count_work(actor, now=at, chosen=WorkFilter(mine=True))
    units = queries.count_work(actor, now=at)
    rows = queries.list_work(actor, WorkFilter(), now=at, size=NEXT)
    waiting = None
    if actor.may("cases.accept"):
        waiting = Figure(
            "intake",
            _("Hồ sơ mới chờ tiếp nhận"),
            queries.count_waiting(actor, INTAKE, now=at),
            "key=intake",
        )
    return {
        "mine": _figures(mine, "&mine=on"),
        "units": _figures(units, ""),
        "waiting": waiting,
        "lines": work_lines(rows, actor, at),
    }


def _figures(counts: dict[str, int], more: str) -> list[Figure]:
    words = {"OVERDUE": _("Quá hạn"), "SOON": _("Sắp đến hạn"), "EARLY": _("Còn hạn")}
    return [
        Figure(due.lower(), words[due], counts[due], f"due={due}{more}")
        for due in ("OVERDUE", "SOON", "EARLY")
    ]
