"""Keyset paging: page 60 costs what page 1 costs, and no row is skipped or doubled.

A cursor is the sort key of the last row seen, signed so that nobody can forge one
and no library's parser ever sees a stranger's bytes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, new
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Q

from motcua.kernel.refusals import InvalidInput, Kind, Refusal, gettext_noop

Row = TypeVar("Row")
MAX_SIZE = 100  # rows a page
DEFAULT_SIZE = 20
_TAG = 12  # bytes of the signature that are kept


class BadCursor(Refusal):
    """The cursor was not made by this system, or for another list."""

    code = "bad_cursor"
    text = gettext_noop("Liên kết trang không hợp lệ. Hãy quay lại trang đầu.")
    kind = Kind.INVALID


class BadPageSize(Refusal):
    """The page size is not between 1 and the greatest allowed."""

    code = "bad_page_size"
    text = gettext_noop("Số dòng mỗi trang phải từ 1 đến {most}.")
    kind = Kind.INVALID


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of the page that follows, if there is one."""

    rows: Sequence[Row]
    next_cursor: str | None = None


def check_size(size: int | None) -> int:
    """Return the page size to use.

    :raises InvalidInput: unless it is between 1 and ``MAX_SIZE``.
    """
    if size is None:
        return DEFAULT_SIZE
    if not 1 <= size <= MAX_SIZE:
        raise InvalidInput({"size": BadPageSize(most=MAX_SIZE)})
    return size


def write_cursor(key: Sequence[Any], *, of: str) -> str:
    """Return the cursor for the sort key of a row; ``of`` names the list.

    The key holds only what JSON has: text, whole numbers, null.
    """
    body = json.dumps(list(key), separators=(",", ":")).encode()
    return urlsafe_b64encode(_tag(body, of) + body).decode().rstrip("=")


def read_cursor(cursor: str, *, of: str) -> list[Any]:
    """Return the sort key in ``cursor``.

    :raises InvalidInput: if it was not made here, or for another list.
    """
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except ValueError:
        raise InvalidInput({"cursor": BadCursor()}) from None
    tag, body = raw[:_TAG], raw[_TAG:]
    if not compare_digest(tag, _tag(body, of)):
        raise InvalidInput({"cursor": BadCursor()})
    key: list[Any] = json.loads(body)
    return key


def after(key: Sequence[Any], *names: str) -> Q:
    """Return the condition for rows that follow ``key`` in the order of ``names``.

    A name with ``-`` in front sorts downwards, as in ``order_by``. Columns must not be
    null; the last one must be unique.

    >>> after([1, 2], "due_at", "-id")
    <Q: (OR: ('due_at__gt', 1), (AND: ('due_at', 1), ('id__lt', 2)))>
    """
    condition = Q()
    for name, value in reversed(list(zip(names, key, strict=True))):
        column = name.removeprefix("-")
        step = Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        condition = step | (Q(**{column: value}) & condition) if condition else step
    return condition


def page_of(
    rows: Sequence[Row], size: int, key_of: Callable[[Row], Sequence[Any]], *, of: str
) -> Page[Row]:
    """Cut a page from rows of which one more than ``size`` was asked for."""
    if len(rows) <= size:
        return Page(rows)
    kept = rows[:size]
    return Page(kept, write_cursor(key_of(kept[-1]), of=of))


def _tag(body: bytes, of: str) -> bytes:
    key = f"motcua.web.paging:{of}:{settings.SECRET_KEY}".encode()
    return new(key, body, sha256).digest()[:_TAG]
