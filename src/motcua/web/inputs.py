"""What programs send: read strictly, said in our own words when it is wrong.

Every text that passes is NFC, has no NUL and no half of a letter, so that both
databases take it; nesting and size are bounded, so that nothing behind has to care.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from math import isfinite
from typing import Annotated, Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import Schema
from ninja.parser import Parser
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field

from motcua.kernel.refusals import InvalidInput, Kind, Refusal, gettext_noop
from motcua.kernel.texts import nfc

DEEPEST = 12  # levels of nesting
LARGEST_BODY = 1_048_576  # bytes of JSON; files come as multipart
LARGEST_NUMBER = 2**53 - 1  # the greatest that every JSON reader takes as written
_ISO = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ]|$)")
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class BodyUnreadable(Refusal):
    """The body is not the JSON that is wanted here, or its text is broken."""

    code = "body_unreadable"
    text = gettext_noop(
        "Không đọc được nội dung gửi lên. Hãy gửi JSON đúng cú pháp, mã hóa UTF-8, "
        "không có ký tự NUL, số trong phạm vi ±2⁵³ và không lồng quá {levels} cấp."
    )
    kind = Kind.INVALID


class BodyTooLarge(Refusal):
    """The body is larger than is taken here."""

    code = "body_too_large"
    text = gettext_noop(
        "Nội dung gửi lên lớn hơn mức cho phép ({limit_mb} MB). "
        "Hãy gửi ít hơn trong một lần."
    )
    kind = Kind.INVALID


class ValueMissing(Refusal):
    """A value that is needed was not sent."""

    code = "value_missing"
    text = gettext_noop("Thiếu mục này. Hãy bổ sung rồi gửi lại.")
    kind = Kind.INVALID


class ValueUnknown(Refusal):
    """There is no field or parameter of this name."""

    code = "value_unknown"
    text = gettext_noop("Không có mục nào tên này. Hãy xem lại tên hoặc bỏ mục đi.")
    kind = Kind.INVALID


class ValueTooLong(Refusal):
    """The text or list is longer than allowed."""

    code = "value_too_long"
    text = gettext_noop("Mục này dài quá: nhiều nhất {most}. Hãy rút ngắn.")
    kind = Kind.INVALID


class ValueTooShort(Refusal):
    """The text or list is shorter than allowed."""

    code = "value_too_short"
    text = gettext_noop("Mục này ngắn quá: ít nhất {least}. Hãy viết thêm.")
    kind = Kind.INVALID


class ValueOutOfRange(Refusal):
    """The number or instant lies outside what is allowed."""

    code = "value_out_of_range"
    text = gettext_noop("Giá trị ngoài phạm vi cho phép. Hãy dùng giá trị {bound}.")
    kind = Kind.INVALID


class ValueMalformed(Refusal):
    """The text is not written in the form that is wanted."""

    code = "value_malformed"
    text = gettext_noop("Mục này chưa đúng dạng. Dạng đúng là {pattern}.")
    kind = Kind.INVALID


class ValueNotOffered(Refusal):
    """The value is none of those that can be chosen."""

    code = "value_not_offered"
    text = gettext_noop("Hãy chọn một trong: {choices}.")
    kind = Kind.INVALID


class ValueOfWrongType(Refusal):
    """The value is of another type than is wanted."""

    code = "value_of_wrong_type"
    text = gettext_noop("Giá trị không đúng kiểu; cần kiểu {wanted}.")
    kind = Kind.INVALID


class ValueInvalid(Refusal):
    """The value cannot be used here."""

    code = "value_invalid"
    text = gettext_noop("Không dùng được giá trị này. Hãy xem lại mô tả của mục.")
    kind = Kind.INVALID


class Input(Schema):
    """Base of what is sent: a name nobody knows is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


def _within(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise ValueError(f"between {EARLIEST:%Y} and {LATEST:%Y}")
    return at


def _written(value: object) -> object:
    """Take days and instants as ISO 8601 writes them, not as numbers."""
    if isinstance(value, str) and not _ISO.match(value):
        raise ValueError("ISO 8601")
    return value


Line = Annotated[str, Field(max_length=200, pattern=r"^[^\r\n]*$")]
Words = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[datetime, BeforeValidator(_written)]
Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_within)]


class StrictParser(Parser):
    """Reads bodies and query strings so that nothing broken gets past the border."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON of the body.

        :raises BodyUnreadable: if it is not clean JSON.
        :raises BodyTooLarge: if it is too large.
        """
        if len(request.body) > LARGEST_BODY:
            raise BodyTooLarge(limit_mb=LARGEST_BODY // 1_048_576)
        try:
            found = json.loads(request.body.decode(), parse_constant=_no)
            return _clean(found, DEEPEST)
        except (ValueError, RecursionError):
            raise BodyUnreadable(levels=DEEPEST) from None

    def parse_querydict(
        self,
        data: "MultiValueDict[str, Any]",
        list_fields: list[str],
        request: HttpRequest,
    ) -> dict[str, Any]:
        """Return the parameters of a query, or of a form.

        :raises InvalidInput: if a text in it is broken.
        """
        found = super().parse_querydict(data, list_fields, request)
        clean: dict[str, Any] = {}
        for name, value in found.items():
            try:
                clean[_clean_text(name)] = _each(value)
            except ValueError:
                raise InvalidInput({ascii(name)[1:-1]: ValueInvalid()}) from None
        return clean


def _each(value: Any) -> Any:
    if isinstance(value, str):
        return _clean_text(value)
    return [_each(part) for part in value] if isinstance(value, list) else value


def _no(constant: str) -> NoReturn:
    """Refuse ``NaN`` and ``Infinity``, which are no JSON."""
    raise ValueError(constant)


def _clean(value: Any, levels: int) -> Any:
    """Return parsed JSON with every text in NFC.

    :raises ValueError: if a text or number is broken, or the nesting too deep.
    """
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, int | float):
        if not isfinite(value) or abs(value) > LARGEST_NUMBER:
            raise ValueError("number")
        return value
    if value is None:
        return value
    if levels == 0:
        raise ValueError("depth")
    if isinstance(value, list):
        return [_clean(part, levels - 1) for part in value]
    return {_clean_text(k): _clean(v, levels - 1) for k, v in value.items()}


def _clean_text(text: str) -> str:
    """Return ``text`` in NFC.

    :raises ValueError: if it has a NUL, or half of a surrogate pair.
    """
    if "\0" in text:
        raise ValueError("NUL")
    text.encode()
    return nfc(text)


# How pydantic calls what is wrong, and how we do. Its types are a long list; those
# that are not named here end in one of the endings, or are just invalid.
_Make = Callable[[Mapping[str, Any]], Refusal]
_BY_TYPE: Mapping[str, _Make] = {
    "missing": lambda _: ValueMissing(),
    "extra_forbidden": lambda _: ValueUnknown(),
    "string_too_long": lambda c: ValueTooLong(most=c["max_length"]),
    "string_too_short": lambda c: ValueTooShort(least=c["min_length"]),
    "too_long": lambda c: ValueTooLong(most=c["max_length"]),
    "too_short": lambda c: ValueTooShort(least=c["min_length"]),
    "string_pattern_mismatch": lambda c: ValueMalformed(pattern=c["pattern"]),
    "greater_than_equal": lambda c: ValueOutOfRange(bound=f"≥ {c['ge']}"),
    "greater_than": lambda c: ValueOutOfRange(bound=f"> {c['gt']}"),
    "less_than_equal": lambda c: ValueOutOfRange(bound=f"≤ {c['le']}"),
    "less_than": lambda c: ValueOutOfRange(bound=f"< {c['lt']}"),
    "literal_error": lambda c: ValueNotOffered(choices=c["expected"]),
    "enum": lambda c: ValueNotOffered(choices=c["expected"]),
    "timezone_aware": lambda _: ValueOfWrongType(wanted="datetime, UTC offset"),
}
_ENDINGS = ("_type", "_parsing", "_from_datetime_parsing", "_from_date_parsing")


def refusal_of(error: Mapping[str, Any]) -> Refusal:
    """Return in our words what pydantic found wrong with a value."""
    kind = str(error["type"])
    if make := _BY_TYPE.get(kind):
        return make(error.get("ctx", {}))
    if kind.endswith(_ENDINGS):
        return ValueOfWrongType(wanted=kind.partition("_")[0])
    return ValueInvalid()


def invalid_input(errors: Iterable[Mapping[str, Any]]) -> InvalidInput:
    """Return one refusal that names every wrong value by its place.

    The place is the name as it was sent, with dots between levels: ``items.0.reason``.
    """
    fields: dict[str, Refusal] = {}
    for error in errors:
        source, *place = [str(part) for part in error["loc"]]
        # A body's place begins with the name of our own argument.
        name = ".".join(place[1:] if source == "body" and len(place) > 1 else place)
        fields.setdefault(name or source, refusal_of(error))
    return InvalidInput(fields)
