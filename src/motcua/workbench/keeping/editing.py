"""A page of the form: a draft's data as fields, and what was typed as data again."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from django.http import QueryDict

from motcua.catalogue.upkeep.checking import data_in
from motcua.catalogue.upkeep.drafting import id_of
from motcua.catalogue.upkeep.library import known_parts
from motcua.catalogue.upkeep.writing import in_order, to_yaml
from motcua.workbench.keeping.columns import (
    FLAGS,
    YES,
    Choices,
    Column,
    Fields,
    typed,
    value_at,
    write,
)
from motcua.workbench.keeping.lists import Row
from motcua.workbench.keeping.parts import (
    Part,
    Rows,
    library_of,
)
from motcua.workbench.keeping.problems import Trouble

SINGLE = "one-"
ADDED = "added"  # how many blank rows the page had


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a list as the page shows it."""

    number: int
    prefix: str
    title: str
    fields: Fields
    details: Fields
    troubles: Sequence[Trouble]
    is_new: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of a draft as the page shows it."""

    rows_of: Rows
    rows: Sequence[RowView]
    library: Choices


@dataclass(frozen=True, slots=True)
class PartView:
    """A page of the form."""

    part: Part
    fields: Fields
    details: Fields
    lists: Sequence[ListView]
    troubles: Sequence[Trouble]


def view_of(
    part: Part, data: Row, troubles: Sequence[Trouble], *, blank: int = 0
) -> PartView:
    """Return a page of the form; ``blank``: how many empty rows it ends with."""
    columns = part.columns(data)
    own = [one for one in troubles if one.part == part.id]
    lists = [_list_view(rows, data, own, blank) for rows in part.rows]
    taken = {id(t) for one in lists for row in one.rows for t in row.troubles}
    return PartView(
        part,
        Fields(columns, data, prefix=SINGLE),
        Fields(columns, data, prefix=SINGLE, more=True),
        lists,
        [one for one in own if id(one) not in taken],
    )


def _list_view(
    rows: Rows, data: Row, troubles: Sequence[Trouble], blank: int
) -> ListView:
    columns, stored = rows.columns(data), rows.read(data)
    more = 0 if rows.fixed else blank or (0 if stored else 1)
    shown = [
        _row_view(rows, columns, row, number, troubles)
        for number, row in enumerate([*stored, *({} for _ in range(more))])
    ]
    return ListView(rows, shown, library_of(rows))


def _row_view(
    rows: Rows,
    columns: Sequence[Column],
    row: Row,
    number: int,
    troubles: Sequence[Trouble],
) -> RowView:
    prefix = f"{rows.key}-{number}-"
    return RowView(
        number + 1,
        prefix,
        str(value_at(row, [rows.named_by, "vi"]) or ""),
        Fields(columns, row, prefix=prefix),
        Fields(columns, row, prefix=prefix, more=True),
        [one for one in troubles if one.row == (rows.key, number)],
        is_new=not row,
    )


def read(part: Part, data: Row, post: QueryDict) -> Row:
    """Return a draft's data with what was typed on a page of the form."""
    made = write(part.columns(data), deepcopy(data), post, SINGLE)
    for rows in part.rows:
        if not rows.fixed or value_at(made, ["process", "template"]) == value_at(
            data, ["process", "template"]
        ):
            _read_rows(rows, data, made, post)
    return in_order(made)


def _read_rows(rows: Rows, data: Row, made: Row, post: QueryDict) -> None:
    columns, before = rows.columns(data), deepcopy(rows.read(data))
    kept: list[tuple[float, Row]] = []
    for number, row in enumerate(before):
        prefix = f"{rows.key}-{number}-"
        if post.get(f"{prefix}gone") == YES:
            continue
        place = _place(post.get(f"{prefix}place", ""), number + 1)
        kept.append((place, write(columns, row, post, prefix)))
    after = [row for _, row in sorted(kept, key=lambda pair: pair[0])]
    if not rows.fixed:
        after += _new_rows(rows, columns, len(before), post)
        _name(columns, after)
    if after != before:
        rows.write(made, after)


def _place(text: str, usual: int) -> float:
    """Return where a row is wanted: moved to a place, it comes before who is there."""
    wanted = int(text) if text.isdecimal() else usual
    if wanted == usual:
        return usual
    return wanted - 0.5 if wanted < usual else wanted + 0.5


def _new_rows(
    rows: Rows, columns: Sequence[Column], start: int, post: QueryDict
) -> Iterator[Row]:
    known = known_parts(rows.library) if rows.library else {}
    for name in post.getlist(f"{rows.key}-take"):
        if name in known:
            yield deepcopy(dict(known[name].data))
    for number in range(start, start + _count(post.get(f"{rows.key}-{ADDED}", ""))):
        prefix = f"{rows.key}-{number}-"
        if any(
            typed(column, f"{prefix}{column.name}", post)
            for column in columns
            if column.kind not in FLAGS
        ):
            yield write(columns, {}, post, prefix)


def _count(text: str) -> int:
    return min(int(text), 20) if text.isdecimal() else 0


def _name(columns: Sequence[Column], rows: list[Row]) -> None:
    """Give an id to those that have a name and no id."""
    if not any(column.name == "id" for column in columns):
        return
    taken = [str(row["id"]) for row in rows if "id" in row]
    for row in rows:
        name = value_at(row, ["name", "en"]) or value_at(row, ["name", "vi"])
        if "id" not in row and isinstance(name, str):
            made = id_of(name, taken)
            taken.append(made)
            rest = dict(row)
            row.clear()
            row.update({"id": made, **rest})


def text_with(part: Part, text: str, post: QueryDict) -> str | None:
    """Return a draft's text with what was typed; nothing if it is no YAML.

    What is as it was is not written anew: comments stay as long as nothing changes.
    """
    data = data_in(text)
    if data is None:
        return None
    made = read(part, data, post)
    return text if made == data else to_yaml(made)
