"""The city of a measurement: real units and people, many true cases."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from motcua.authority.queries import actor_of
from motcua.cases import commands
from motcua.cases.applications import Dossier
from motcua.cases.commands import Order
from motcua.cases.frames import local_day
from motcua.documents.commands import store_file
from motcua.documents.rules import FileKind
from motcua.kernel.ids import new_id
from motcua.organisations import queries as organisations
from motcua.organisations.rules import UnitKind
from motcua.packs.samples import load_samples

SAMPLE = "birth_in_time"
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n99\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class City:
    """Who acts, and the model case that all others are copies of."""

    citizen: UUID
    clerk: UUID
    officer: UUID
    leader: UUID
    model: UUID
    now: datetime

    @classmethod
    def build(cls) -> "City":
        """Make the model case in a database that ``motcua init`` has filled."""
        now = timezone.now()  # noqa: TID251 - a measurement happens now
        day = local_day(now)
        sample = next(s for s in load_samples() if s.id == SAMPLE)
        territory = organisations.territory_by_code(sample.ward, day)
        place = organisations.receiving_unit_in(territory.id, day)
        ward = organisations.unit_in(territory.id, UnitKind.COMMITTEE, day)
        citizen = organisations.find_account("citizen@demo.example").id
        city = cls(
            citizen=citizen,
            clerk=_holder(place.id, "CLERK", now),
            officer=_holder(ward.id, "OFFICER", now),
            leader=_holder(ward.id, "LEADER", now),
            model=new_id(),
            now=now,
        )
        commands.submit_application(
            city.order(city.citizen, city.model), city.dossier(place.id)
        )
        commands.accept_case(city.order(city.clerk, city.model))
        return city

    def dossier(self, receiving_unit_id: UUID) -> Dossier:
        """Return a complete application, its papers uploaded."""
        sample = next(s for s in load_samples() if s.id == SAMPLE)
        papers = {
            component: [
                store_file(
                    content=PAPER,
                    name="paper.pdf",
                    kind=FileKind.COMPONENT,
                    case_id=None,
                    uploaded_by=self.citizen,
                    now=self.now,
                ).id
            ]
            for component in sample.papers
        }
        return Dossier(
            procedure_code=sample.procedure,
            form=sample.answers(local_day(self.now)),
            papers=papers,
            receiving_unit_id=receiving_unit_id,
        )

    def order(self, account_id: UUID, case_id: UUID, key: str = "") -> Order:
        """Return an order of somebody, who is looked up as at every request."""
        return Order(case_id, actor_of(account_id, self.now), self.now, key)


def _holder(unit_id: UUID, role: str, now: datetime) -> UUID:
    people = organisations.people_in(unit_id, local_day(now))
    return next(post.account_id for post in people if post.role == role)
