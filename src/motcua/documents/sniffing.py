"""What a file really is: decided by looking into it, never by its name.

The magic number names a candidate; then the structure is walked, so that a file that
only begins like a PDF or an image is refused, and so is a zip bomb.
"""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import puremagic

from motcua.documents import rules
from motcua.documents.rules import DOCX, JPEG, ODS, ODT, PDF, PNG, XLSX, FileType
from motcua.kernel.texts import Text

HEAD = 8_192
PDF_TAIL = 2_048
MOST_PIXELS = 100_000_000
MOST_UNPACKED = 300 * 1_048_576
MOST_RATIO = 200
CHUNK = 1_048_576
_ENCRYPT = b"/Encrypt"
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


_UNKNOWN = Text("không rõ", "unknown", "unbekannt")
_WRONG = Text("cấu trúc sai", "its structure is wrong", "fehlerhafter Aufbau")
_NO_END = Text("thiếu phần cuối", "its end is missing", "das Ende fehlt")
_CUT = Text("ảnh bị cắt", "the picture is cut off", "das Bild ist abgeschnitten")
_NO_SIZE = Text("ảnh thiếu kích thước", "no picture size", "ohne Bildgröße")
_BOMB = Text("nén quá mức", "packed beyond reason", "unmäßig gepackt")
_BAD_NAME = Text(
    "tên bên trong không hợp lệ", "an inner name is not allowed", "unzulässiger Name"
)


class Damaged(Exception):
    """The structure does not hold."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Locked(Exception):
    """The content is encrypted."""


def look_into(path: Path, *, name: str) -> tuple[FileType | None, Text]:
    """Return the type of the file at ``path``, and what it looks like in words.

    :raises FileDamaged: if it begins like a type we take but does not hold.
    :raises FileLocked: if it is encrypted.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        walk = _walker(head)
        if walk is None:
            return None, _looks_like(head)
        file.seek(0)
        try:
            found = walk(file)
        except Locked:
            raise rules.FileLocked(name=name) from None
        except (Damaged, struct.error, zipfile.BadZipFile, OSError) as error:
            reason = error.reason if isinstance(error, Damaged) else _WRONG
            raise rules.FileDamaged(name=name, reason=reason) from None
    return found, Text(found.extension if found else "zip")


def _walker(head: bytes) -> Callable[[BinaryIO], FileType | None] | None:
    if head.startswith(b"%PDF-"):
        return _walk_pdf
    if head.startswith(b"\xff\xd8\xff"):
        return _walk_jpeg
    if head.startswith(_PNG_MAGIC):
        return _walk_png
    if head.startswith(b"PK\x03\x04"):
        return _walk_zip
    return None


def _looks_like(head: bytes) -> Text:
    """Name a type we do not take, for the person who sent it."""
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return _UNKNOWN
    best = max(guesses, key=lambda guess: guess.confidence, default=None)
    words = (best.name or best.mime_type) if best else ""
    return Text(words) if words else _UNKNOWN


def _walk_pdf(file: BinaryIO) -> FileType:
    size = file.seek(0, 2)
    file.seek(max(0, size - PDF_TAIL))
    tail = file.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise Damaged(_NO_END)
    file.seek(0)
    overlap = b""
    while chunk := file.read(CHUNK):
        if _is_encrypted(overlap + chunk):
            raise Locked
        overlap = chunk[-32:]
    return PDF


def _is_encrypted(part: bytes) -> bool:
    at = part.find(_ENCRYPT)
    while at >= 0:
        after = part[at + len(_ENCRYPT) :].lstrip()[:1]
        if after.isdigit() or after == b"<":
            return True
        at = part.find(_ENCRYPT, at + 1)
    return False


def _walk_jpeg(file: BinaryIO) -> FileType:
    file.seek(2)
    sized = False
    while True:
        marker = _next_marker(file)
        if marker == 0xDA:  # the picture itself follows
            break
        if marker in {0x01, *range(0xD0, 0xD8)}:
            continue  # has no length
        (length,) = struct.unpack(">H", file.read(2))
        body = file.read(length - 2)
        if len(body) != length - 2:
            raise Damaged(_CUT)
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", body[1:5])
            _check_pixels(width, height)
            sized = True
    if not sized:
        raise Damaged(_NO_SIZE)
    if b"\xff\xd9" not in file.read():
        raise Damaged(_CUT)
    return JPEG


def _next_marker(file: BinaryIO) -> int:
    if file.read(1) != b"\xff":
        raise Damaged(_WRONG)
    while (byte := file.read(1)) == b"\xff":
        pass
    if not byte or byte in {b"\x00", b"\xd9"}:
        raise Damaged(_CUT)
    return byte[0]


def _walk_png(file: BinaryIO) -> FileType:
    file.seek(len(_PNG_MAGIC))
    first = True
    while True:
        length, name = struct.unpack(">I4s", file.read(8))
        if first:
            if name != b"IHDR" or length != 13:
                raise Damaged(_WRONG)
            _check_pixels(*struct.unpack(">II", file.read(8)))
            length -= 8
            first = False
        file.seek(length, 1)
        if len(file.read(4)) != 4:  # the chunk's checksum
            raise Damaged(_CUT)
        if name == b"IEND":
            return PNG


def _check_pixels(width: int, height: int) -> None:
    if width == 0 or height == 0 or width * height > MOST_PIXELS:
        raise Damaged(Text(f"{width} × {height}"))


_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ODF_TYPES = {t.media_type.encode(): t for t in (ODT, ODS)}


def _walk_zip(file: BinaryIO) -> FileType | None:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        _check_entries(entries)
        if "[Content_Types].xml" in names:
            if any(name.endswith("vbaProject.bin") for name in names):
                return None  # carries macros
            return next((t for part, t in _OFFICE_PARTS.items() if part in names), None)
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
            return _ODF_TYPES.get(archive.read("mimetype").strip())
    return None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Locked
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MOST_UNPACKED or unpacked / packed > MOST_RATIO:
        raise Damaged(_BOMB)
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith("/"):
            raise Damaged(_BAD_NAME)
