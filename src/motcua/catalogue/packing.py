"""From the procedures of an installation to a pack that another city can load."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.models import Entry, ProcedureVersion
from motcua.catalogue.national.commands import Origin
from motcua.catalogue.national.indexing import INDEX, write_index
from motcua.catalogue.national.reading import Found
from motcua.catalogue.national.rules.facts import from_json as facts_of
from motcua.catalogue.publishing import from_json, to_json
from motcua.catalogue.upkeep.writing import in_order, to_yaml
from motcua.kernel.refusals import Kind, Refusal, gettext_noop

AT_ONCE = 100  # rows that are in memory together


class FolderNotEmpty(Refusal):
    """A pack is written into a folder of its own, so that nothing is mixed."""

    code = "pack_folder_not_empty"
    text = gettext_noop(
        "Thư mục {folder} đã có tệp. Hãy chọn một thư mục mới hoặc trống."
    )
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written. ``differing``: what is said otherwise in older versions.

    A pack says the name of a field, and the format of a number, once: as the newest
    version has it.
    """

    procedures: int
    versions: int
    entries: int
    differing: tuple[str, ...]


def size_of_pack() -> int:
    """Return how many versions and entries a pack would have."""
    entries = Entry.objects.filter(vanished_at__isnull=True)
    return int(_versions().count() + entries.count())


def write_pack(out: Path, tell: Callable[[], object] = lambda: None) -> Packed:
    """Write all versions that count, and the entries, as a pack in the folder ``out``.

    Each file stands on its own; loading the pack gives the same versions with the
    same hashes. ``tell`` is called after each procedure and entry.

    :raises FolderNotEmpty: if something is in the folder already.
    :raises OSError: if it cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderNotEmpty(folder=str(out))
    (out / "procedures").mkdir(parents=True, exist_ok=True)
    shared = _Shared()
    codes: set[str] = set()
    versions = 0
    for definition in _definitions():
        name = f"{definition.code}-{definition.in_force_from.isoformat()}.yaml"
        text = to_yaml(_file_data(definition))
        (out / "procedures" / name).write_text(text, encoding="utf-8")
        shared.add(definition)
        codes.add(definition.code)
        versions += 1
        tell()
    shared.write(out)
    return Packed(len(codes), versions, _write_entries(out, tell), shared.differing)


def _versions() -> Any:
    return ProcedureVersion.objects.filter(superseded_at__isnull=True)


def _definitions() -> Iterator[ProcedureDefinition]:
    """Yield the versions that count, the oldest first, each with its known end."""
    columns = ("procedure__code", "definition", "in_force_until")
    starts = set(_versions().values_list("procedure__code", "in_force_from"))
    rows = _versions().order_by("in_force_from", "procedure__code")
    for code, data, until in rows.values_list(*columns).iterator(AT_ONCE):
        definition = from_json(data)
        yield _with_end(definition, until, followed=(code, until) in starts)


def _with_end(
    definition: ProcedureDefinition, until: date | None, *, followed: bool
) -> ProcedureDefinition:
    """Say when the version ends, if an act ended it and no version follows."""
    if followed or until == definition.in_force_until:
        return definition
    return definition.model_copy(update={"in_force_until": until})


def _file_data(definition: ProcedureDefinition) -> dict[str, Any]:
    data = to_json(definition)
    data.pop("formats", None)
    return in_order({**data, "field": definition.field.id})


class _Shared:
    """What procedures refer to: fields of administration, formats of numbers."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.formats: dict[str, Any] = {}
        self._differing: dict[str, None] = {}

    @property
    def differing(self) -> tuple[str, ...]:
        """Return what older versions say otherwise."""
        return tuple(self._differing)

    def add(self, definition: ProcedureDefinition) -> None:
        """Take what a version says; a newer one holds."""
        field = definition.field.model_dump(mode="json", exclude_defaults=True)
        self._take(self.fields, definition.field.id, field)
        for one in definition.formats:
            said = one.model_dump(mode="json", exclude_defaults=True)
            self._take(self.formats, one.type, said)

    def _take(self, known: dict[str, Any], name: str, said: Any) -> None:
        if known.get(name, said) != said:
            self._differing[name] = None
        known[name] = said

    def write(self, out: Path) -> None:
        """Write the files, if there is anything to say."""
        for name, known in (("fields", self.fields), ("formats", self.formats)):
            if known:
                data = {name: [known[key] for key in sorted(known)]}
                (out / f"{name}.yaml").write_text(to_yaml(data), encoding="utf-8")


def _write_entries(out: Path, tell: Callable[[], object]) -> int:
    """Write the facts of the entries, as an index of their newest source."""
    rows = Entry.objects.filter(vanished_at__isnull=True)
    newest = rows.order_by("-source_date", "source").values("source", "source_date")
    if (head := newest.first()) is None:
        return 0
    found = (
        Found(number, facts_of(facts))
        for number, facts in enumerate(
            rows.filter(source=head["source"])
            .order_by("code")
            .values_list("facts", flat=True)
            .iterator(AT_ONCE),
            1,
        )
    )
    origin = Origin(head["source"], head["source_date"])
    index = out / INDEX
    return write_index(found, origin=origin, path=index, tell=tell).entries
