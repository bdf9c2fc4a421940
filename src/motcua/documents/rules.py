"""Names, sizes and types of files; codes that anyone can check. Pure."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import Text, nfc


class FileKind(StrEnum):
    """What a file is in its case."""

    COMPONENT = "COMPONENT"  # thành phần hồ sơ
    FORM = "FORM"  # biểu mẫu đã cấp
    RESULT = "RESULT"  # kết quả giải quyết
    INTERNAL = "INTERNAL"  # tài liệu nội bộ: ý kiến, dự thảo
    MESSAGE = "MESSAGE"  # kèm theo tin nhắn


class Scan(StrEnum):
    """What the antivirus said of a file."""

    OFF = "OFF"  # no antivirus is set up
    PENDING = "PENDING"  # it did not answer; a job asks again
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"


class FileTooLarge(Refusal):
    """The file is larger than this centre takes."""

    code = "file_too_large"
    text = gettext_noop(
        "Tệp “{name}” lớn hơn {limit_mb} MB. Hãy giảm độ phân giải bản chụp "
        "hoặc tách thành nhiều tệp rồi tải lại."
    )
    kind = Kind.INVALID


class FileEmpty(Refusal):
    """The file has no content."""

    code = "file_empty"
    text = gettext_noop("Tệp “{name}” không có nội dung. Hãy chọn lại tệp.")
    kind = Kind.INVALID


class FileTypeRefused(Refusal):
    """The content is of a type that is not taken, whatever the name says."""

    code = "file_type_refused"
    text = gettext_noop(
        "Nội dung tệp “{name}” thuộc loại không nhận ({found}). "
        "Hãy gửi tệp PDF, ảnh JPEG hoặc PNG, hay văn bản DOCX, XLSX, ODT, ODS."
    )
    kind = Kind.INVALID


class FileDamaged(Refusal):
    """The content begins like its type but is cut off or inconsistent."""

    code = "file_damaged"
    text = gettext_noop(
        "Tệp “{name}” bị hỏng hoặc chưa đầy đủ ({reason}). "
        "Hãy mở thử trên máy của bạn, lưu lại rồi tải lên lần nữa."
    )
    kind = Kind.INVALID


class FileLocked(Refusal):
    """The content is locked with a password, so that nobody could read it."""

    code = "file_locked"
    text = gettext_noop(
        "Tệp “{name}” được đặt mật khẩu nên cán bộ không đọc được. "
        "Hãy bỏ mật khẩu rồi tải lại."
    )
    kind = Kind.INVALID


class FileInfected(Refusal):
    """The antivirus found something in the file."""

    code = "file_infected"
    text = gettext_noop(
        "Phần mềm diệt vi-rút phát hiện mã độc trong tệp “{name}”. "
        "Hãy kiểm tra máy của bạn và gửi tệp khác."
    )
    kind = Kind.INVALID


class ScannerUnavailable(Refusal):
    """The antivirus does not answer, and this centre takes no file unscanned."""

    code = "scanner_unavailable"
    text = gettext_noop(
        "Chưa kiểm tra vi-rút được lúc này nên chưa nhận tệp. "
        "Hãy thử lại sau ít phút; nội dung bạn đã nhập vẫn được giữ."
    )
    kind = Kind.LIMITED


class FileErased(Refusal):
    """The content was erased by a lawful act."""

    code = "file_erased"
    text = gettext_noop("Nội dung tệp đã được xóa theo {act}.")
    kind = Kind.MISSING


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of content that may be taken."""

    media_type: str
    extension: str
    inline: bool = False  # may be shown in the page, not only downloaded


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = FileType("application/pdf", "pdf", inline=True)
JPEG = FileType("image/jpeg", "jpg", inline=True)
PNG = FileType("image/png", "png", inline=True)
DOCX = FileType(f"{_OFFICE}wordprocessingml.document", "docx")
XLSX = FileType(f"{_OFFICE}spreadsheetml.sheet", "xlsx")
ODT = FileType(f"{_ODF}text", "odt")
ODS = FileType(f"{_ODF}spreadsheet", "ods")
KNOWN_TYPES = {t.extension: t for t in (PDF, JPEG, PNG, DOCX, XLSX, ODT, ODS)}
_SAME_EXTENSION = {"jpeg": "jpg"}

LONGEST_NAME = 150
_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]'
)


@decided_by("0051-files-by-content-outside-the-web-root")
def clean_name(name: str, file_type: FileType) -> str:
    r"""Return the name under which a file is kept: NFC, no path, a true extension.

    >>> clean_name("C:\\Ảnh\\giấy khai sinh.PDF", PDF)
    'giấy khai sinh.pdf'
    >>> clean_name("../../etc/invoice.exe", PDF)
    'invoice.exe.pdf'
    >>> clean_name("", JPEG)
    'tài liệu.jpg'
    """
    bare = re.split(r"[/\\]", nfc(name))[-1]
    bare = re.sub(r"\s+", " ", _UNSAFE.sub("", bare)).strip(" .")
    stem, dot, extension = bare.rpartition(".")
    extension = extension.casefold()
    if not dot or _SAME_EXTENSION.get(extension, extension) != file_type.extension:
        stem = bare
    stem = stem[:LONGEST_NAME].rstrip(" .") or "tài liệu"
    return f"{stem}.{file_type.extension}"


@decided_by("0051-files-by-content-outside-the-web-root")
def check_size(name: str, size: int, *, limit: int) -> None:
    """Let a file of a possible size pass; sizes are in bytes.

    :raises FileEmpty: if there is nothing in it.
    :raises FileTooLarge: if it is larger than ``limit``.
    """
    if size == 0:
        raise FileEmpty(name=name)
    if size > limit:
        raise FileTooLarge(name=name, limit_mb=limit // 1_048_576)


@decided_by("0051-files-by-content-outside-the-web-root")
def check_type(
    name: str, file_type: FileType | None, *, allowed: Collection[str], found: Text
) -> FileType:
    """Return the type if it is one of the ``allowed`` extensions.

    :raises FileTypeRefused: if not; ``found`` says what it looks like.
    """
    if file_type is None or file_type.extension not in allowed:
        raise FileTypeRefused(name=name, found=found)
    return file_type


# Codes that anyone can check. 32 letters that are not mistaken for each other
# (Crockford); the last is a check letter over GF(32), which finds every single wrong
# letter and every two that changed places.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_MISREAD = str.maketrans("OIL", "011")
_PRIMITIVE = 0b100101  # x⁵ + x² + 1


class CodeMistyped(Refusal):
    """The code cannot be right: its length or its check letter is wrong."""

    code = "code_mistyped"
    text = gettext_noop(
        "Mã kiểm tra chưa đúng: mã gồm 16 chữ và số, in cạnh mã QR. "
        "Hãy xem lại từng ký tự rồi nhập lại."
    )
    kind = Kind.INVALID


def _double(value: int) -> int:
    value <<= 1
    return value ^ _PRIMITIVE if value & 0b100000 else value


def _check_letter(body: str) -> str:
    total = 0
    for letter in body:
        total = _double(total ^ LETTERS.index(letter))
    return LETTERS[total]


@decided_by("0053-codes-and-qr-on-issued-papers")
def new_code() -> str:
    """Return a fresh code: 15 random letters (75 bits) and a check letter."""
    body = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH - 1))
    return body + _check_letter(body)


@decided_by("0053-codes-and-qr-on-issued-papers")
def read_code(text: str) -> str:
    """Return the code that a person typed, in its one spelling.

    Spaces, dashes and case do not matter; O is read as 0, I and L as 1.

    :raises CodeMistyped: if it cannot be a code.
    """
    upper = unicodedata.normalize("NFKC", text).upper()
    code = re.sub(r"[\s\-–—.]", "", upper).translate(_MISREAD)
    if len(code) != CODE_LENGTH or any(letter not in LETTERS for letter in code):
        raise CodeMistyped
    if _check_letter(code[:-1]) != code[-1]:
        raise CodeMistyped
    return code


@decided_by("0053-codes-and-qr-on-issued-papers")
def show_code(code: str) -> str:
    """Return the code as it is printed.

    >>> show_code("0123456789ABCDEF")
    '0123-4567-89AB-CDEF'
    """
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
