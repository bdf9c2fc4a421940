"""Publishing versions of procedures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua.catalogue import revision
from motcua.catalogue.checks import check_definition
from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.loader import procedure_files, read_procedure, shelf_of
from motcua.catalogue.models import Demand, Procedure, ProcedureVersion
from motcua.catalogue.publishing import card_of, hash_of, to_json
from motcua.kernel.actors import SYSTEM, SYSTEM_ID, Actor
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.packs.reading import folder

PUBLISH = "catalogue.publish"


class DefinitionRefused(Refusal):
    """The definition has defects; ``defects`` says which."""

    code = "definition_refused"
    text = gettext_noop(
        "Chưa công bố được thủ tục {procedure} vì định nghĩa còn lỗi: {defects} "
        "Hãy sửa rồi công bố lại."
    )
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a pack did: codes of procedures."""

    published: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """What a person published for the same day: a pack never overrides them."""


def publish_version(
    *, definition: ProcedureDefinition, actor: Actor, now: datetime
) -> UUID:
    """Publish a version of a procedure (công bố) and return its id.

    It holds from ``in_force_from``; the version before it ends there. A version that
    holds from the same day is superseded by it, and stays for the cases that run
    under it. The same definition again publishes nothing.

    :raises NotCompetent: unless ``actor`` holds ``catalogue.publish``.
    :raises DefinitionRefused: if the definition has defects.
    """
    actor.require(PUBLISH)
    return _publish(definition, actor, now)[0]


def load_pack(*, pack: str, now: datetime) -> Loaded:
    """Publish the procedures of a pack; what is published already stays.

    ``pack``: one by name, or the path of a folder anywhere.

    :raises DefectiveFile: if a file is wrong; then nothing is published.
    """
    packs = settings.PACKS
    shelf = shelf_of(packs if pack in packs else [*packs, pack])
    own = folder(pack) / "procedures"
    files = procedure_files([own]) if own.is_dir() else []
    definitions = [read_procedure(file, shelf) for file in files]
    published: list[str] = []
    unchanged: list[str] = []
    kept: list[str] = []
    with transaction.atomic():
        for definition in sorted(definitions, key=lambda d: d.in_force_from):
            if _is_a_persons(definition):
                kept.append(definition.code)
                continue
            _, is_new = _publish(definition, SYSTEM, now)
            (published if is_new else unchanged).append(definition.code)
    return Loaded(tuple(published), tuple(unchanged), tuple(kept))


def _is_a_persons(definition: ProcedureDefinition) -> bool:
    """Tell whether somebody published what holds from the same day."""
    return ProcedureVersion.objects.filter(
        procedure__code=definition.code,
        in_force_from=definition.in_force_from,
        superseded_at__isnull=True,
        published_by__isnull=False,
    ).exists()


@transaction.atomic
def record_demand(*, cases: Mapping[str, int], now: datetime) -> bool:
    """Record how many cases each procedure had lately; tell whether that is new.

    ``cases`` counts by procedure code and takes the place of what was counted before.
    """
    known = dict(Demand.objects.values_list("code", "cases"))
    if known == dict(cases):
        return False
    Demand.objects.exclude(code__in=list(cases)).delete()
    rows = [Demand(code=code, cases=n, counted_at=now) for code, n in cases.items()]
    Demand.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["cases", "counted_at"],
    )
    revision.touch()
    return True


@transaction.atomic
def _publish(
    definition: ProcedureDefinition, actor: Actor, now: datetime
) -> tuple[UUID, bool]:
    if defects := check_definition(definition):
        raise DefinitionRefused(
            procedure=definition.code,
            defects=" ".join(f"{d.reason} {d.mend}".strip() for d in defects),
        )
    data = to_json(definition)
    procedure, _ = Procedure.objects.get_or_create(code=definition.code)
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    versions = list(procedure.versions.order_by("number").defer("definition", "card"))
    current = [v for v in versions if v.superseded_at is None]
    start = definition.in_force_from
    same = next((v for v in current if v.in_force_from == start), None)
    content_hash = hash_of(data)
    if same is not None and same.content_hash == content_hash:
        return same.pk, False
    _make_room(current, same, start, now)
    closings = procedure.closings.values_list("closed_from", flat=True)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=len(versions) + 1,
        definition=data,
        content_hash=content_hash,
        in_force_from=start,
        in_force_until=_end(definition, current, closings),
        published_at=now,
        published_by_id=None if actor.id == SYSTEM_ID else actor.id,
        card=card_of(definition),
        field=definition.field.id,
    )
    revision.touch()
    return version.pk, True


def _make_room(
    current: list[ProcedureVersion],
    same: ProcedureVersion | None,
    start: date,
    now: datetime,
) -> None:
    """End the version before ``start`` there; supersede the one that starts there."""
    if same is not None:
        same.superseded_at = now
        same.save(update_fields=["superseded_at"])
    for version in current:
        ends = version.in_force_until
        if version.in_force_from < start and (ends is None or ends > start):
            version.in_force_until = start
            version.save(update_fields=["in_force_until"])


def _end(
    definition: ProcedureDefinition,
    current: list[ProcedureVersion],
    closings: Iterable[date],
) -> date | None:
    """Return where a version ends: at the next one, an abolition, or its own end."""
    later = [*(v.in_force_from for v in current), *closings]
    ends = [day for day in later if day > definition.in_force_from]
    if definition.in_force_until is not None:
        ends.append(definition.in_force_until)
    return min(ends, default=None)
