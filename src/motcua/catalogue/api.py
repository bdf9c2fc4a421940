"""JSON of the catalogue: public, read only."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from motcua.catalogue import queries
from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.form_schema import form_schema
from motcua.catalogue.publishing import to_json
from motcua.catalogue.schema import procedure_schema
from motcua.web.inputs import Day
from motcua.web.permissions import PUBLIC, permission
from motcua.web.shapes import WordsOut

router = Router(tags=["procedures"], auth=None)

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$")]
FieldId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Limit = Annotated[int, Field(ge=1, le=queries.MOST_ON_A_PAGE)]


class ProcedureOut(Schema):
    """A procedure in a list."""

    version_id: UUID
    code: Annotated[str, Field(max_length=40)]
    name: WordsOut
    summary: WordsOut
    field: str
    field_name: WordsOut
    level: str
    channels: Annotated[list[str], Field(max_length=3)]
    applicants: Annotated[list[str], Field(max_length=2)]
    service_level: str
    in_force_from: date
    in_force_until: date | None


class PageOut(Schema):
    """Some procedures; ``next`` is the ``after`` of the next page."""

    items: Annotated[list[ProcedureOut], Field(max_length=queries.MOST_ON_A_PAGE)]
    next: Annotated[str, Field(max_length=40)] | None


class HitOut(Schema):
    """A procedure that was found.

    Without ``version_id`` it is for information only: it cannot be applied for here.
    """

    version_id: UUID | None
    applies_here: bool
    code: Annotated[str, Field(max_length=40)]
    name: WordsOut
    summary: WordsOut
    field: str
    field_name: WordsOut
    level: str
    channels: Annotated[list[str], Field(max_length=3)]
    applicants: Annotated[list[str], Field(max_length=2)]
    service_level: str
    in_force_from: date | None
    in_force_until: date | None


class HitsOut(Schema):
    """What was found, the best first; ``next`` is the ``after`` of the next page."""

    items: Annotated[list[HitOut], Field(max_length=queries.MOST_ON_A_PAGE)]
    next: Annotated[str, Field(max_length=4)] | None


class FieldOut(Schema):
    """A field of administration."""

    id: str
    name: WordsOut
    procedures: int


class VersionOut(Schema):
    """One version of a procedure, and when it holds."""

    id: UUID
    number: int
    in_force_from: date
    in_force_until: date | None
    published_at: datetime
    superseded_at: datetime | None
    content_hash: Annotated[str, Field(max_length=64)]


class DefinitionOut(Schema):
    """A procedure in full, as published."""

    version_id: UUID
    code: str
    number: int
    in_force_from: date
    published_at: datetime
    content_hash: str
    definition: dict[str, Any]


class OfDay(Schema):
    """As of which day; today if it is not said."""

    on: Day | None = None

    @property
    def day(self) -> date:
        """Return the day that is meant."""
        return self.on or timezone.localdate()


class ListIn(OfDay):
    """Which procedures to list."""

    field: FieldId | None = None
    after: Code | None = None
    limit: Limit = queries.PAGE


class SearchIn(OfDay):
    """What to search for."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    field: FieldId | None = None
    only_here: bool = False
    after: Annotated[str, Field(pattern=r"^[0-9]{1,4}$")] | None = None
    limit: Limit = 20


class SuggestIn(OfDay):
    """What has been typed so far."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    limit: Annotated[int, Field(ge=1, le=20)] = 7


@router.get("/procedures", response=PageOut, operation_id="list_procedures")
@permission(PUBLIC)
def list_procedures(request: HttpRequest, asked: Query[ListIn]) -> queries.Page:
    """List the procedures in force, by code."""
    return queries.list_procedures(
        asked.day, field=asked.field, after=asked.after, limit=asked.limit
    )


@router.get("/procedures/search", response=HitsOut, operation_id="search_procedures")
@permission(PUBLIC)
def search(request: HttpRequest, asked: Query[SearchIn]) -> queries.Hits:
    """Search all procedures in a citizen's own words.

    With or without diacritics, with typing errors, in everyday words or a whole
    sentence, in English or German for those written out; the best answer first.
    """
    return queries.search(
        asked.q,
        asked.day,
        field=asked.field,
        only_here=asked.only_here,
        after=asked.after,
        limit=asked.limit,
    )


@router.get(
    "/procedures/suggest", response=list[HitOut], operation_id="suggest_procedures"
)
@permission(PUBLIC)
def suggest(request: HttpRequest, asked: Query[SuggestIn]) -> tuple[queries.Hit, ...]:
    """Suggest procedures while a question is being typed."""
    return queries.suggest(asked.q, asked.day, limit=asked.limit)


@router.get("/fields", response=list[FieldOut], operation_id="list_fields")
@permission(PUBLIC)
def list_fields(
    request: HttpRequest, asked: Query[OfDay]
) -> tuple[queries.FieldCount, ...]:
    """List the fields of administration that have procedures."""
    return queries.list_fields(asked.day)


@router.get(
    "/procedure-file-schema",
    response=dict[str, Any],
    operation_id="get_procedure_file_schema",
)
@permission(PUBLIC)
def file_schema(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON Schema of the file in which a procedure is written."""
    return procedure_schema()


@router.get("/procedures/{code}", response=DefinitionOut, operation_id="get_procedure")
@permission(PUBLIC)
def get_procedure(
    request: HttpRequest, code: Code, asked: Query[OfDay]
) -> dict[str, Any]:
    """Return one procedure in full, as it holds on a day."""
    version = queries.version_in_force(code, asked.day)
    names = ("code", "number", "in_force_from", "published_at", "content_hash")
    facts = {name: getattr(version, name) for name in names}
    return {
        "version_id": version.id,
        "definition": to_json(version.definition),
        **facts,
    }


@router.get(
    "/procedures/{code}/versions",
    response=list[VersionOut],
    operation_id="list_procedure_versions",
)
@permission(PUBLIC)
def list_versions(request: HttpRequest, code: Code) -> tuple[queries.VersionFacts, ...]:
    """List the versions of a procedure, the newest first."""
    return queries.list_versions(code)


@router.get(
    "/procedures/{code}/form-schema",
    response=dict[str, Any],
    operation_id="get_form_schema",
)
@permission(PUBLIC)
def get_form_schema(
    request: HttpRequest,
    code: Code,
    asked: Query[OfDay],
    language: Literal["vi", "en", "de"] = "vi",
) -> dict[str, Any]:
    """Return the JSON Schema of the answers that the procedure's form asks for."""
    definition: ProcedureDefinition = queries.version_in_force(
        code, asked.day
    ).definition
    return form_schema(definition, language)
