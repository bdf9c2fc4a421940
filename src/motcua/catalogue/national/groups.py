"""How a national database names its fields, and where an installation groups them."""

from functools import cache

from django.conf import settings

from motcua.catalogue.loader import FieldsFile
from motcua.kernel.texts import Text
from motcua.packs.reading import folder, read_yaml
from motcua.processes.definition import Id, Strict


class FieldName(Strict):
    """A field as the national database names it."""

    name: str
    """Its official name."""
    group: Id
    """The field of the packs under which it is listed."""
    en: str
    """In English."""
    de: str
    """In German."""


class FieldNames(Strict):
    """``catalogue/fields.yaml`` of a pack."""

    names: tuple[FieldName, ...]
    """The fields."""


@cache
def field_names() -> dict[str, FieldName]:
    """Return the fields that the packs know, by their official name."""
    found: dict[str, FieldName] = {}
    for pack in settings.PACKS:
        path = folder(pack) / "catalogue" / "fields.yaml"
        if path.exists():
            found |= {one.name: one for one in read_yaml(path, FieldNames).names}
    return found


@cache
def group_names() -> dict[str, Text]:
    """Return the names of the packs' fields, by their id."""
    found: dict[str, Text] = {}
    for pack in settings.PACKS:
        path = folder(pack) / "fields.yaml"
        if path.exists():
            fields = read_yaml(path, FieldsFile).fields
            found |= {
                one.id: Text(one.name.vi, one.name.en, one.name.de) for one in fields
            }
    return found


def group_of(field: str) -> str:
    """Return the field of the packs for an official name; empty if there is none."""
    known = field_names().get(field)
    return known.group if known else ""


def field_text(field: str) -> Text:
    """Return an official name of a field with its translations."""
    known = field_names().get(field)
    return Text(field, known.en, known.de) if known else Text(field)
