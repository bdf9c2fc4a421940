"""Checking what is handed in against the procedure that it is handed in under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.cases.frames import answers_of, local_day, missing_papers
from motcua.cases.rules.intake import Application
from motcua.cases.rules.state import CaseState
from motcua.catalogue import queries as catalogue
from motcua.catalogue import rules as procedures
from motcua.catalogue.definition import Component, ProcedureDefinition
from motcua.catalogue.queries import ProcedureVersion
from motcua.documents import queries as documents
from motcua.documents.queries import FileFacts
from motcua.documents.rules import KNOWN_TYPES, check_size, check_type
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import (
    InvalidInput,
    Kind,
    NotFound,
    Refusal,
    gettext_noop,
)
from motcua.kernel.texts import Text, nfc
from motcua.organisations import queries as organisations

MEGABYTE = 1_048_576
APPLICANT_FIELDS = ("name", "kind", "phone", "email", "identity_number", "address")


class WrongReceivingUnit(Refusal):
    """The unit does not receive applications of the procedure."""

    code = "wrong_receiving_unit"
    text = gettext_noop(
        "Nơi nộp này không tiếp nhận thủ tục đã chọn. Hãy chọn nơi khác."
    )
    kind = Kind.INVALID


class CompetentUnitUnclear(Refusal):
    """Nobody can tell which authority decides."""

    code = "competent_unit_unclear"
    text = gettext_noop(
        "Chưa xác định được cơ quan giải quyết. Hãy chọn địa bàn (xã, phường)."
    )
    kind = Kind.INVALID


class UnknownPaper(Refusal):
    """The procedure does not list the paper."""

    code = "unknown_paper"
    text = gettext_noop(
        "Thủ tục không có thành phần hồ sơ này. Hãy chọn trong danh mục của thủ tục."
    )
    kind = Kind.INVALID


class PaperRequired(Refusal):
    """A paper that the procedure needs was not handed in."""

    code = "paper_required"
    text = gettext_noop("Hãy nộp “{paper}”.")
    kind = Kind.INVALID


class ChannelNotOffered(Refusal):
    """The procedure cannot be applied for in this way."""

    code = "channel_not_offered"
    text = gettext_noop(
        "Thủ tục này không nhận hồ sơ qua kênh đã chọn. Hãy xem cách nộp của thủ tục."
    )
    kind = Kind.INVALID


class ApplicantUnknown(Refusal):
    """A clerk does not say for whom the application is."""

    code = "applicant_unknown"
    text = gettext_noop("Hãy nhập họ tên hoặc tên tổ chức của người nộp hồ sơ.")
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Dossier:
    """What somebody hands in, unchecked."""

    procedure_code: str
    form: Mapping[str, Any]
    papers: Mapping[str, Sequence[UUID]]  # component → files
    receiving_unit_id: UUID
    channel: str = "ONLINE"
    applicant: Mapping[str, str] = field(default_factory=dict)  # of a clerk's applicant
    handover: Mapping[str, str] = field(default_factory=dict)
    version_id: UUID | None = None  # the one that the draft was written for

    @property
    def file_ids(self) -> list[UUID]:
        """Return all files that are handed in."""
        return [file_id for files in self.papers.values() for file_id in files]


@dataclass(frozen=True, slots=True)
class CheckedSupplement:
    """A supplement, checked against the procedure."""

    form: Mapping[str, Any]
    papers: Mapping[str, Any]
    file_ids: Sequence[UUID]
    resume_mode: str


def checked_application(
    dossier: Dossier, actor: Actor, now: datetime
) -> tuple[Application, ProcedureVersion]:
    """Return an application that the procedure can take.

    :raises InvalidInput: with a refusal for each field, paper or fact that is wrong.
    :raises NotFound: if no such procedure is in force.
    """
    day = local_day(now)
    if dossier.version_id:
        version = catalogue.get_version(dossier.version_id)
    else:
        version = catalogue.version_in_force(dossier.procedure_code, day)
    definition = version.definition
    for_self = not actor.is_staff
    applicant = _applicant(dossier, actor, for_self=for_self)
    around = procedures.circumstances(
        applied_on=day, channel=dossier.channel, applicant=applicant["kind"]
    )
    wrong: dict[str, Refusal] = {}
    if dossier.channel not in definition.channels:
        wrong["channel"] = ChannelNotOffered()
    form: dict[str, Any] = {}
    try:
        form = procedures.check_form(definition, {**dossier.form, **around})
    except InvalidInput as refusal:
        wrong |= refusal.fields
    papers = _papers(definition, dossier.papers, actor, wrong)
    if not wrong and dossier.channel == "ONLINE":
        _require_papers(definition, {**form, **around}, papers, wrong)
    _check_receiving(definition, dossier.receiving_unit_id, day, wrong)
    if wrong:
        raise InvalidInput(wrong)
    application = Application(
        version_id=version.id,
        procedure_code=version.code,
        applicant_id=actor.id if for_self else None,
        applicant=applicant,
        form=form,
        papers=papers,
        receiving_unit_id=dossier.receiving_unit_id,
        competent_unit_id=_competent(
            definition, {**form, **around}, dossier.receiving_unit_id, day
        ),
        channel=dossier.channel,
        handover={key: nfc(value) for key, value in dossier.handover.items()},
    )
    return application, version


def _applicant(dossier: Dossier, actor: Actor, *, for_self: bool) -> dict[str, str]:
    """Return who applies: the account's own facts, or what the clerk wrote down."""
    said = {
        key: nfc(str(value)).strip()
        for key, value in dossier.applicant.items()
        if key in APPLICANT_FIELDS
    }
    if for_self:
        account = organisations.get_account(actor.id)
        own = {key: str(getattr(account, key)) for key in APPLICANT_FIELDS}
        said = {**own, **{k: v for k, v in said.items() if k not in {"name", "kind"}}}
    if not said.get("name"):
        raise InvalidInput({"applicant.name": ApplicantUnknown()})
    if said.get("kind") not in {"CITIZEN", "BUSINESS"}:
        said["kind"] = "CITIZEN"
    return {key: value for key, value in said.items() if value}


def _papers(
    definition: ProcedureDefinition,
    papers: Mapping[str, Sequence[UUID]],
    actor: Actor,
    wrong: dict[str, Refusal],
) -> dict[str, Any]:
    """Return the papers as they stand in an event: each file with its hash."""
    listed = {component.id: component for component in definition.components}
    sent = documents.get_files([each for ids in papers.values() for each in ids])
    found: dict[str, Any] = {}
    for name, file_ids in papers.items():
        if name not in listed:
            wrong[f"papers.{name}"] = UnknownPaper()
            continue
        try:
            files = [_file(sent.get(each), actor, listed[name]) for each in file_ids]
        except Refusal as refusal:
            wrong[f"papers.{name}"] = refusal
            continue
        if files:
            found[name] = {"files": files, "paper": False}
    return found


def _file(file: FileFacts | None, actor: Actor, component: Component) -> dict[str, Any]:
    """Return a file that the actor sent in.

    :raises NotFound: if it is not theirs.
    :raises FileTypeRefused: if the paper may not be of its type.
    :raises FileTooLarge: if it is larger than the paper may be.
    """
    if file is None or file.uploaded_by != actor.id:
        raise NotFound
    allowed = [name for name in component.types if name in KNOWN_TYPES]
    kind = next(k for k in KNOWN_TYPES.values() if k.media_type == file.media_type)
    check_type(
        file.name, kind, allowed=allowed or KNOWN_TYPES, found=Text(kind.extension)
    )
    check_size(file.name, file.size, limit=component.max_megabytes * MEGABYTE)
    return {
        "id": str(file.id),
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
    }


def _require_papers(
    definition: ProcedureDefinition,
    answers: Mapping[str, Any],
    papers: Mapping[str, Any],
    wrong: dict[str, Refusal],
) -> None:
    for need in missing_papers(definition, answers, papers.keys()):
        refusal = PaperRequired(paper=need.component.name)
        wrong[f"papers.{need.component.id}"] = refusal


def _check_receiving(
    definition: ProcedureDefinition,
    unit_id: UUID,
    day: date,
    wrong: dict[str, Refusal],
) -> None:
    unit = organisations.get_unit(unit_id)
    listed = definition.receiving.units
    if (
        not unit.receives
        or day not in unit.period
        or (listed and unit.code not in listed)
    ):
        wrong["receiving_unit"] = WrongReceivingUnit()


def _competent(
    definition: ProcedureDefinition,
    answers: Mapping[str, Any],
    receiving_unit_id: UUID,
    day: date,
) -> UUID:
    """Return the unit that decides: a named one, or the authority of a place.

    :raises InvalidInput: if the place is not said or has no authority on that day.
    """
    competent = procedures.competent_of(definition, answers)
    try:
        if competent.unit:
            return organisations.unit_by_code(competent.unit, day).id
        territory_id = (
            organisations.get_unit(receiving_unit_id).territory_id
            if competent.at_receiving_place
            else organisations.territory_by_code(competent.territory, day).id
        )
        if territory_id is not None:
            return organisations.authority_over(territory_id, competent.level, day).id
    except NotFound:
        pass
    place = competent.place or "receiving_unit"
    raise InvalidInput({place: CompetentUnitUnclear()})


def checked_supplement(
    state: CaseState,
    actor: Actor,
    form: Mapping[str, Any],
    papers: Mapping[str, Sequence[UUID]],
) -> CheckedSupplement:
    """Return a supplement that the procedure can take.

    The whole form is checked as it is with the changes; only these are kept.

    :raises InvalidInput: with a refusal for each field or paper that is wrong.
    """
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    definition = catalogue.get_version(state.version_id).definition
    wrong: dict[str, Refusal] = {}
    cleaned: dict[str, Any] = {}
    try:
        cleaned = procedures.check_form(definition, {**answers_of(state), **form})
    except InvalidInput as refusal:
        wrong |= refusal.fields
    found = _papers(definition, papers, actor, wrong)
    if wrong:
        raise InvalidInput(wrong)
    old = state.dossier.get("form", {})
    kept = {
        key: value
        for key, value in cleaned.items()
        if key in form or old.get(key) != value
    }
    return CheckedSupplement(
        form=kept,
        papers=found,
        file_ids=[file_id for files in papers.values() for file_id in files],
        resume_mode=definition.supplement.clock,
    )
