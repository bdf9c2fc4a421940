"""The set of statutory forms in force on a day: dated data of the packs."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from motcua.documents.printing.facts import FormKind
from motcua.packs.reading import folder, read_yaml

A4 = "a4"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Form(_Strict):
    number: str
    title: str
    confirmed: bool


class _Paper(_Strict):
    size: str
    confirmed: bool


class _Set(_Strict):
    instrument: str
    start_date: date
    end_date: date | None = None
    paper: _Paper
    forms: dict[FormKind, _Form]


class _File(_Strict):
    sets: tuple[_Set, ...]
    checked_on: date


@dataclass(frozen=True, slots=True)
class Form:
    """How a paper is named and sized on a day, and by which instrument."""

    kind: FormKind
    title: str
    number: str = ""
    instrument: str = ""
    paper: str = A4
    is_confirmed: bool = True


@cache
def _sets(packs: tuple[str, ...]) -> tuple[_Set, ...]:
    files = [folder(pack) / "forms.yaml" for pack in packs]
    found = [read_yaml(path, _File) for path in files if path.exists()]
    return tuple(one for file in found for one in file.sets)


def form_on(kind: FormKind, day: date) -> Form | None:
    """Return the statutory form of ``kind`` in force on ``day``, if there is one."""
    for one in _sets(tuple(settings.PACKS)):
        begun = one.start_date <= day
        if begun and (one.end_date is None or day < one.end_date):
            form = one.forms.get(kind)
            if form is not None:
                return _form(kind, one, form)
    return None


def _form(kind: FormKind, one: _Set, form: _Form) -> Form:
    return Form(
        kind=kind,
        title=form.title,
        number=form.number,
        instrument=one.instrument,
        paper=A4 if kind is FormKind.REGISTER else one.paper.size,
        is_confirmed=form.confirmed and one.paper.confirmed,
    )


_PLAIN_TITLES = {
    FormKind.STOP_NOTICE: "Thông báo dừng giải quyết hồ sơ",
    FormKind.RESULT: "Kết quả giải quyết thủ tục hành chính",
}


def form_or_plain(kind: FormKind, day: date) -> Form:
    """Return the statutory form, or a plain paper where the law prescribes none.

    :raises ValueError: if there is no form and no plain paper of this kind either.
    """
    form = form_on(kind, day)
    if form is not None:
        return form
    if kind not in _PLAIN_TITLES:
        raise ValueError(f"No form {kind} is in force on {day}.")
    return Form(kind, _PLAIN_TITLES[kind])
