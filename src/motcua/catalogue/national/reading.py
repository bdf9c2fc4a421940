"""Records from a file, one after another: a line that is wrong fails by itself."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from motcua.catalogue.national.rules.facts import Facts, from_json
from motcua.catalogue.national.rules.record import read_record
from motcua.catalogue.national.rules.remarks import Remark
from motcua.kernel.texts import nfc

LONGEST_LINE = 4_000_000  # bytes; the longest real record has about 200,000
INDEX_FORMAT = 1
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"  # some programs begin a file with it
_CODE = r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$"


class Unreadable(Exception):
    """The file is not there, breaks off, or is none of ours; nothing more is read."""


class Record(BaseModel):
    """A record as published; other keys are kept in the original and not read."""

    model_config = ConfigDict(extra="ignore", strict=True)

    ma_thu_tuc: Annotated[str, Field(pattern=_CODE)]
    ten_thu_tuc: Annotated[str, Field(min_length=1, max_length=4000)]
    linh_vuc: Annotated[str, Field(max_length=200)] = ""
    so_quyet_dinh: str = ""
    cap_thuc_hien: str = ""
    doi_tuong_thuc_hien: str = ""
    co_quan_co_tham_quyen: str = ""
    co_quan_thuc_hien: str = ""
    trinh_tu_thuc_hien: str = ""
    cach_thuc_thuc_hien: str = ""
    thanh_phan_ho_so: str = ""
    can_cu_phap_ly: str = ""
    yeu_cau_dieu_kien: str = ""
    ket_qua_xu_ly: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a line of the file says; an index has no original."""

    line: int
    facts: Facts
    original: Mapping[str, Any] | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is no record: why, and its code if that can be told."""

    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexHead:
    """The first line of an index: where its facts are from."""

    source: str
    day: date
    entries: int


class Tape:
    """The lines of a file, packed or not, and how far it has been read."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
            self.size = path.stat().st_size
        except OSError as error:
            raise Unreadable(f"{path}: {error.strerror or error}.") from error
        self._lines: io.BufferedIOBase = self._file
        if self._file.peek(2)[:2] == _GZIP:
            self._lines = gzip.GzipFile(fileobj=self._file)

    def __enter__(self) -> "Tape":
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self._file.close()

    @property
    def at(self) -> int:
        """Return how many bytes of the file have been read."""
        return self._file.tell()

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield number and bytes of each line that is not empty; None: too long.

        :raises Unreadable: if the packed file breaks off or is damaged.
        """
        number = 0
        while line := self._next():
            number += 1
            whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
            if not whole:
                while (rest := self._next()) and not rest.endswith(b"\n"):
                    pass
            line = line.removeprefix(_MARK) if number == 1 else line
            if not whole or line.strip():
                yield number, line if whole else None

    def _next(self) -> bytes:
        try:
            return self._lines.readline(LONGEST_LINE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(f"The file is damaged or breaks off: {error}.") from error


def read_records(tape: Tape) -> Iterator[Found | Refused]:
    """Yield what each line of a published file says, or why it is refused."""
    for number, line in tape.lines():
        yield _read(number, line)


def read_index_head(tape: Tape) -> tuple[IndexHead, Iterator[Found | Refused]]:
    """Return the head of an index and its entries.

    :raises Unreadable: if it is none, or of another format.
    """
    lines = tape.lines()
    try:
        _, first = next(lines)
        head = json.loads(first or b"")
        if head["format"] != INDEX_FORMAT:
            raise Unreadable(f"An index of format {head['format']} is not read here.")
        found = IndexHead(
            str(head["source"]), date.fromisoformat(head["date"]), int(head["entries"])
        )
    except (StopIteration, ValueError, KeyError, TypeError) as error:
        raise Unreadable("The file is no index of a catalogue.") from error
    return found, (_read_entry(number, line) for number, line in lines)


def _read(number: int, line: bytes | None) -> Found | Refused:
    code = ""
    try:
        data = _object(line)
        given = data.get("ma_thu_tuc")
        code = given[:40] if isinstance(given, str) else ""
        texts = _texts(data)
        record = Record.model_validate(data | texts)
    except ValidationError as error:
        item = error.errors()[0]
        place = ".".join(map(str, item["loc"]))
        return Refused(number, code, f"{place}: {item['msg']}.")
    except (ValueError, RecursionError) as error:
        return Refused(number, code, str(error))
    reading = read_record(record.model_dump())
    original = {**reading.original, "record": texts}
    return Found(number, reading.facts, original, reading.remarks)


def _object(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise ValueError(f"The line is longer than {LONGEST_LINE} bytes.")
    try:
        data = json.loads(line)
    except ValueError as error:
        raise ValueError(f"No JSON: {error}.") from error
    if not isinstance(data, dict):
        raise ValueError("No JSON object.")  # noqa: TRY004 - of the file, not of us
    return data


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a record in the form in which we keep them."""
    texts = {k: nfc(v).strip() for k, v in data.items() if isinstance(v, str)}
    if any("\x00" in text for text in (*texts, *texts.values())):
        raise ValueError("A text has a NUL letter, which no database keeps.")
    try:
        "".join((*texts, *texts.values())).encode()
    except UnicodeEncodeError as error:
        raise ValueError("A letter is damaged: half of a pair.") from error
    return texts


def _read_entry(number: int, line: bytes | None) -> Found | Refused:
    try:
        return Found(number, from_json(json.loads(line or b"")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Refused(number, "", f"No entry: {error}.")
