"""What a case needs: its time limit, papers and fees, and who decides it."""

from collections.abc import Collection
from dataclasses import dataclass

from motcua.catalogue.definition import (
    Component,
    Extension,
    ProcedureDefinition,
    TimeLimit,
)
from motcua.catalogue.fees import Fee
from motcua.catalogue.rules.facts import Answers, facts_of, holds
from motcua.kernel.law import decided_by
from motcua.kernel.money import Money
from motcua.kernel.texts import Text

_DATA = "0020-procedures-are-checked-yaml"


@dataclass(frozen=True, slots=True)
class Need:
    """A paper that this case needs, or may have."""

    component: Component
    required: bool
    one_of: tuple[str, ...]  # alternatives, itself among them; empty if there are none
    basis: str

    @property
    def is_paper(self) -> bool:
        """Tell whether the applicant brings it; data are fetched or typed."""
        return self.component.form != "DATA"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of what is to be paid. No ``amount`` means not known, never free."""

    id: str
    name: Text
    kind: str  # FEE or CHARGE
    quantity: int
    amount: Money | None
    set_by: Text | None  # who sets the amount, if it is not known
    exemption: Text | None
    basis: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class FeesDue:
    """What is to be paid, line by line."""

    lines: tuple[FeeLine, ...]

    @property
    def unknown(self) -> tuple[FeeLine, ...]:
        """Return the lines whose amount is not known here."""
        return tuple(line for line in self.lines if line.amount is None)

    @property
    def total(self) -> Money | None:
        """Return the sum; nothing if a line is not known or currencies differ."""
        amounts = [line.amount for line in self.lines if line.amount is not None]
        if self.unknown or len({money.currency for money in amounts}) != 1:
            return None
        return Money(sum(money.amount for money in amounts), amounts[0].currency)


@dataclass(frozen=True, slots=True)
class Competent:
    """Who decides: one unit; or the authority of a territory."""

    level: str
    unit: str = ""  # code of the unit
    territory: str = ""  # code of the ward
    at_receiving_place: bool = False  # the territory is that of the receiving place
    basis: str = ""
    place: str = ""  # the field that says which territory


@decided_by(_DATA)
def variant_of(definition: ProcedureDefinition, form: Answers) -> TimeLimit:
    """Return the time limit that counts for this case (trường hợp giải quyết).

    The first variant whose condition holds; the last has none.
    """
    facts = facts_of(definition, form)
    return next(v for v in definition.time_limits if holds(v.when, facts))


@decided_by(_DATA)
def extension_of(definition: ProcedureDefinition, form: Answers) -> Extension | None:
    """Return the extension that this case may have (gia hạn), if any."""
    extension = variant_of(definition, form).extension
    if extension and holds(extension.when, facts_of(definition, form)):
        return extension
    return None


@decided_by(_DATA)
def components_needed(
    definition: ProcedureDefinition, form: Answers
) -> tuple[Need, ...]:
    """Return the papers that apply to this case (thành phần hồ sơ phải nộp).

    Of alternatives (one group) that apply, one is enough.
    """
    facts = facts_of(definition, form)
    applying = [c for c in definition.components if holds(c.when, facts)]
    return tuple(
        Need(
            component=component,
            required=component.required,
            one_of=_alternatives(component, applying),
            basis=component.basis or "",
        )
        for component in applying
    )


def _alternatives(
    component: Component, applying: Collection[Component]
) -> tuple[str, ...]:
    if component.group is None:
        return ()
    ids = tuple(c.id for c in applying if c.group == component.group)
    return ids if len(ids) > 1 else ()


@decided_by(_DATA)
def missing_components(
    definition: ProcedureDefinition, form: Answers, given: Collection[str]
) -> tuple[Need, ...]:
    """Return the papers still missing (giấy tờ còn thiếu).

    ``given`` are the ids of components that the dossier has. Of alternatives the
    first stands for all.
    """
    missing = []
    for need in components_needed(definition, form):
        options = need.one_of or (need.component.id,)
        first = options[0] == need.component.id
        if need.required and need.is_paper and first:
            missing += [] if set(options) & set(given) else [need]
    return tuple(missing)


@decided_by(_DATA)
def fees_due(definition: ProcedureDefinition, form: Answers) -> FeesDue:
    """Return what is to be paid (phí, lệ phí phải nộp).

    An amount that the catalogue does not know is said to be unknown, with who sets
    it; it is never taken for free.
    """
    facts = facts_of(definition, form)
    lines = []
    for fee in definition.fees:
        quantity, times = _count(fee.quantity, facts), _count(fee.times, facts)
        if quantity and times and holds(fee.when, facts):
            lines.append(_line(fee, quantity, times, facts))
    return FeesDue(tuple(lines))


def _count(field: str | None, facts: Answers) -> int:
    if field is None:
        return 1
    number = facts.get(field)
    return number if isinstance(number, int) else 0


def _line(fee: Fee, quantity: int, times: int, facts: Answers) -> FeeLine:
    exempt = next((e for e in fee.exemptions if holds(e.when, facts)), None)
    amount = exempt.amount * quantity if exempt else _once(fee, quantity)
    return FeeLine(
        id=fee.id,
        name=fee.name,
        kind=fee.kind,
        quantity=quantity * times,
        amount=None if amount is None else Money(amount * times, fee.currency),
        set_by=fee.set_by if amount is None else None,
        exemption=exempt.name if exempt else None,
        basis=(exempt.basis if exempt else None) or fee.basis or "",
        confirmed=fee.confirmed,
    )


def _once(fee: Fee, quantity: int) -> int | None:
    """Return what ``quantity`` costs: each step's own amount, up to the most."""
    if fee.amount is None:
        return None
    total, each, below = 0, fee.amount, 0
    for step in fee.beyond:
        total += each * (min(quantity, step.above) - below)
        each, below = step.amount, min(quantity, step.above)
    total += each * (quantity - below)
    return total if fee.most is None else min(total, fee.most)


@decided_by(_DATA)
def competent_of(definition: ProcedureDefinition, form: Answers) -> Competent:
    """Return who decides this case (cơ quan có thẩm quyền giải quyết).

    The first of ``instead`` whose condition holds; else the usual authority.
    """
    facts, usual = facts_of(definition, form), definition.competence
    it = next((one for one in usual.instead if holds(one.when, facts)), usual)
    basis = it.basis or ""
    if it.unit != "territory":
        return Competent(it.level, unit=it.unit, basis=basis)
    if it.place is None:
        return Competent(it.level, at_receiving_place=True, basis=basis)
    place = facts.get(it.place)
    ward = place.get("ward", "") if isinstance(place, dict) else place or ""
    return Competent(it.level, territory=ward, basis=basis, place=it.place)
