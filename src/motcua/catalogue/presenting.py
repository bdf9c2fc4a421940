"""A procedure in words for whoever needs it: from the definition to rows of a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.catalogue.definition import (
    ProcedureDefinition,
    TimeLimit,
)
from motcua.catalogue.fees import Fee
from motcua.catalogue.rules import FeeLine
from motcua.catalogue.steps import step_rows, unit_names
from motcua.deadlines import Limit, LimitUnit
from motcua.kernel.money import Money
from motcua.kernel.texts import Text, fold
from motcua.processes.conditions import compile_condition
from motcua.processes.rules import Process
from motcua.web import formats


class Named(Protocol):
    """Something with a name in several languages (field of work, unit)."""

    @property
    def name(self) -> Text:
        """What it is called."""


SomeNamed = TypeVar("SomeNamed", bound=Named)


def by_name(things: Iterable[SomeNamed]) -> list[SomeNamed]:
    """Return things in the order of their names in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return sorted(things, key=lambda thing: fold(thing.name.to(language)))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as the procedure's page lists it."""

    name: Text
    how: str
    icon: str
    alternative: bool
    depends_on: tuple[Text, ...]
    required: bool
    note: Text | None
    replaced_by: Text | None
    basis: str | None


@dataclass(frozen=True, slots=True)
class LimitRow:
    """The time limit of one variant."""

    name: Text
    limit: Text
    note: Text | None
    extension: Text | None
    extension_reason: Text | None
    basis: str | None
    is_unsure: bool  # a limit is stated, and nobody has read it in its source


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """Who decides instead, in some cases."""

    decider: Text | None
    depends_on: tuple[Text, ...]
    basis: str | None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """Something to pay."""

    name: Text
    amount: str
    depends_on: tuple[Text, ...]
    exemptions: tuple[str, ...]
    basis: str | None
    is_unsure: bool  # an amount is stated, and nobody has read it in its source


def page_of(
    definition: ProcedureDefinition, process: Process, day: date
) -> dict[str, Any]:
    """Return what ``catalogue/procedure_facts.html`` shows, besides ``it`` itself."""
    return {
        "applicants": applicants(definition),
        "limit_summary": limit_summary(definition),
        "fee_summary": fee_summary(definition),
        "good_results": [r for r in definition.results if r.kind != "REFUSAL"],
        "other_authorities": other_authorities(definition),
        "papers": paper_rows(definition),
        "limits": limit_rows(definition),
        "fees": fee_rows(definition),
        "process_steps": step_rows(process, unit_names(process, day)),
    }


def _words(text: Text) -> str:
    return text.to(get_language() or settings.LANGUAGE_CODE)


def depends_on(definition: ProcedureDefinition, when: str | None) -> tuple[Text, ...]:
    """Return the names of the questions whose answers a condition reads."""
    if not when:
        return ()
    read = compile_condition(when).variables
    return tuple(field.name for field in definition.form.fields if field.id in read)


def paper_rows(definition: ProcedureDefinition) -> list[PaperRow]:
    """Return the papers in the order of the definition."""
    groups = [part.group for part in definition.components]
    return [
        PaperRow(
            name=part.name,
            how=paper_form(part),
            icon="circle-stack" if part.form == "DATA" else "document",
            alternative=bool(part.group) and groups.count(part.group) > 1,
            depends_on=depends_on(definition, part.when),
            required=part.required,
            note=part.note,
            replaced_by=part.replaced_by,
            basis=part.basis,
        )
        for part in definition.components
    ]


class Given(Protocol):
    """A paper by how it is given."""

    @property
    def form(self) -> str:
        """Return ORIGINAL, COPY, CERTIFIED_COPY, PRESENT or DATA."""

    @property
    def originals(self) -> int:
        """Return how many originals."""

    @property
    def copies(self) -> int:
        """Return how many copies."""


def paper_form(part: Given) -> str:
    """Say how a paper is given: "2 bản chính, 1 bản sao"."""
    if part.form == "DATA":
        return _("Không phải nộp: lấy từ dữ liệu")
    if part.form == "PRESENT":
        return _("Xuất trình rồi nhận lại")
    originals = part.originals or (1 if part.form == "ORIGINAL" else 0)
    copies = part.copies or (1 if part.form == "COPY" else 0)
    counted = []
    if originals:
        counted.append(_("%(n)s bản chính") % {"n": originals})
    if copies:
        kind = _("%(n)s bản sao chứng thực") if _certified(part) else _("%(n)s bản sao")
        counted.append(kind % {"n": copies})
    if not counted:
        counted.append(_("bản sao chứng thực"))
    return ", ".join(counted)


def _certified(part: Given) -> bool:
    return part.form == "CERTIFIED_COPY"


def other_authorities(definition: ProcedureDefinition) -> list[AuthorityRow]:
    """Return who decides instead, as the answers tell."""
    return [
        AuthorityRow(
            decider=other.decider,
            depends_on=depends_on(definition, other.when),
            basis=other.basis,
        )
        for other in definition.competence.instead
    ]


def limit_rows(definition: ProcedureDefinition) -> list[LimitRow]:
    """Return the time limits, variant by variant."""
    return [_limit_row(limit) for limit in definition.time_limits]


def _limit_row(limit: TimeLimit) -> LimitRow:
    extension = limit.extension
    span = Limit.parse(limit.limit)
    return LimitRow(
        name=limit.name,
        limit=span.text(),
        note=limit.note,
        extension=Limit.parse(extension.limit).text() if extension else None,
        extension_reason=extension.reason if extension else None,
        basis=limit.basis,
        is_unsure=not limit.confirmed and span.unit is not LimitUnit.NOT_STATED,
    )


def limit_summary(definition: ProcedureDefinition) -> str:
    """Say how long it takes in the ordinary case."""
    limits = definition.time_limits
    ordinary = _words(Limit.parse(limits[-1].limit).text())
    if len({limit.limit for limit in limits}) == 1:
        return ordinary
    return _("%(limit)s; có trường hợp khác") % {"limit": ordinary}


def fee_rows(definition: ProcedureDefinition) -> list[FeeRow]:
    """Return what may have to be paid."""
    return [
        FeeRow(
            name=fee.name,
            amount=fee_amount(fee),
            depends_on=depends_on(definition, fee.when),
            exemptions=tuple(_exemptions(fee)),
            basis=fee.basis,
            is_unsure=not fee.confirmed and fee.amount is not None,
        )
        for fee in definition.fees
    ]


def fee_amount(fee: Fee) -> str:
    """Say how much: an amount, free, or who sets it."""
    if fee.amount is None:
        who = _words(fee.set_by) if fee.set_by else _("cơ quan có thẩm quyền")
        return _("do %(who)s quy định") % {"who": who}
    if fee.amount == 0:
        return _("Miễn phí")
    amount = formats.money(Money(fee.amount, fee.currency), get_language())
    per = {
        "COPY": _("một bản"),
        "PAGE": _("một trang"),
        "PERSON": _("một người"),
        "SITE": _("một địa điểm"),
        "ITEM": _("một mục"),
    }.get(fee.per)
    first = f"{amount} / {per}" if per else amount
    return ", ".join([first, *_beyond(fee)])


def _beyond(fee: Fee) -> Iterator[str]:
    language = get_language()
    for step in fee.beyond:
        amount = formats.money(Money(step.amount, fee.currency), language)
        yield _("từ số %(number)s: %(amount)s") % {
            "number": step.above + 1,
            "amount": amount,
        }
    if fee.most is not None:
        amount = formats.money(Money(fee.most, fee.currency), language)
        yield _("nhiều nhất %(amount)s") % {"amount": amount}


def _exemptions(fee: Fee) -> Iterator[str]:
    for free in fee.exemptions:
        name = _words(free.name)
        if free.amount == 0:
            yield _("Miễn cho: %(who)s") % {"who": name}
        else:
            amount = formats.money(Money(free.amount, fee.currency), get_language())
            yield _("%(who)s: %(amount)s") % {"who": name, "amount": amount}


def fee_summary(definition: ProcedureDefinition) -> str:
    """Say in a few words what is to be paid."""
    amounts = [fee.amount for fee in definition.fees]
    if not any(amount is None or amount > 0 for amount in amounts):
        return _("Miễn phí")
    always = [fee for fee in definition.fees if not fee.when]
    if len(definition.fees) == 1:
        return fee_amount(definition.fees[0])
    if len(always) == 1:
        usual = fee_amount(always[0])
        return _("%(amount)s; có khoản khác tùy trường hợp") % {"amount": usual}
    if 0 in amounts:
        return _("Miễn phí, trừ một số trường hợp")
    return _("Phí tùy trường hợp")


def applicants(definition: ProcedureDefinition) -> list[str]:
    """Return who may apply."""
    names = {"CITIZEN": _("Cá nhân"), "BUSINESS": _("Tổ chức, doanh nghiệp")}
    return [names[kind] for kind in definition.applicants]


def other_channels(definition: ProcedureDefinition) -> list[str]:
    """Return how else one may apply than here."""
    names = {
        "COUNTER": _("Tại quầy của điểm phục vụ hành chính công"),
        "POST": _("Qua dịch vụ bưu chính công ích"),
    }
    return [names[way] for way in definition.channels if way in names]


def fee_line(line: FeeLine) -> dict[str, object]:
    """Return one line of what is to be paid in a case."""
    if line.amount is None:
        who = _words(line.set_by) if line.set_by else _("cơ quan có thẩm quyền")
        amount = _("do %(who)s quy định") % {"who": who}
    elif line.amount.amount == 0:
        amount = _("Miễn phí")
    else:
        amount = formats.money(line.amount, get_language())
    return {
        "name": line.name,
        "amount": amount,
        "quantity": line.quantity,
        "exemption": line.exemption,
        "basis": line.basis,
    }
