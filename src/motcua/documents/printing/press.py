"""The press: facts to PDF, in Vietnamese, with a QR code that anyone can check.

Facts reach the template as JSON, never as markup, so that no text in them can change
the paper. One compiler is kept for the life of the process: about 20 ms a page.
"""

import hashlib
import threading
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
import typst
from django.conf import settings
from fontpkg import path as font_path

from motcua.documents import rules
from motcua.documents.printing import words
from motcua.documents.printing.facts import FACTS_OF, Facts, FormKind, ResultFacts
from motcua.documents.printing.sets import Form, form_or_plain
from motcua.kernel.instants import day_of, to_text
from motcua.kernel.ledger import canonical
from motcua.kernel.texts import nfc

TEMPLATES = Path(__file__).resolve().parent / "templates"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and what it was made of."""

    content: bytes
    form: Form
    template: str  # name and version, e.g. receipt@1f2e3d4c5b6a
    facts_hash: str  # SHA-256 of the canonical facts


def render(
    kind: FormKind, facts: Facts, *, issued_at: datetime, code: str = ""
) -> bytes:
    """Return the paper as PDF/A-2a and PDF/UA-1; see :func:`print_form`."""
    return print_form(kind, facts, issued_at=issued_at, code=code).content


def print_form(
    kind: FormKind, facts: Facts, *, issued_at: datetime, code: str = ""
) -> Printed:
    """Print ``facts`` on the form of ``kind`` that is in force at ``issued_at``.

    With a verification ``code`` the paper carries the QR code and the address where
    it is checked. The same arguments give the same bytes.

    :raises TypeError: if the facts are not those of the form.
    :raises ValueError: if no such form is in force.
    """
    if not isinstance(facts, FACTS_OF[kind]):
        raise TypeError(f"{kind} takes {FACTS_OF[kind].__name__}.")
    zone = ZoneInfo(settings.TIME_ZONE)
    form = form_or_plain(kind, day_of(issued_at, zone))
    if isinstance(facts, ResultFacts):
        form = Form(form.kind, nfc(facts.title))
    plain = _plain(facts, zone)
    document = _document(form, plain, issued_at=issued_at, code=code)
    document["qr"] = _qr_svg(form, facts, issued_at, code) if code else ""
    name = kind.lower()
    content = _compile(name, canonical(document).decode(), int(issued_at.timestamp()))
    return Printed(content, form, _template_version(name), _hash(plain))


def _document(
    form: Form, plain: Any, *, issued_at: datetime, code: str
) -> dict[str, Any]:
    shown = rules.show_code(code) if code else ""
    return {
        "form": {
            "title": form.title,
            "number": form.number,
            "instrument": form.instrument,
            "paper": form.paper,
        },
        "head": plain["head"],
        "facts": plain,
        "issued": words.instant_forms(issued_at, ZoneInfo(settings.TIME_ZONE)),
        "code": shown,
        "system": settings.SYSTEM_NAME,
        "verify_at": _verify_address().split("://", 1)[-1],
        "qr_alt": f"Mã QR để kiểm tra giấy tờ, mã kiểm tra {shown}",
    }


def _verify_address() -> str:
    return f"{settings.BASE_URL}/{settings.VERIFY_PATH}"


def qr_payload(form: Form, facts: Facts, *, issued_at: datetime, address: str) -> str:
    """Return what the QR code says, one fact a line.

    Case code, procedure code, applicant's identity number, name of the paper, name
    of the system, time of issue; due date on receipts, validity on results (Thông tư
    01/2023/TT-VPCP); then where to check it.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    due, until = getattr(facts, "due_at", None), getattr(facts, "valid_until", None)
    applicant = getattr(facts, "applicant", None)
    lines = (
        ("Mã hồ sơ", getattr(facts, "case_code", "")),
        ("Mã TTHC", getattr(facts, "procedure_code", "")),
        ("Số định danh", applicant.identity_number if applicant else ""),
        ("Giấy tờ", form.title),
        ("Hệ thống", settings.SYSTEM_NAME),
        ("Cấp lúc", words.instant_forms(issued_at, zone)["short"]),
        ("Hẹn trả", words.instant_forms(due, zone)["short"] if due else ""),
        ("Giá trị đến", words.day_figures(until) if until else ""),
    )
    said = [f"{label}: {nfc(value)}" for label, value in lines if value]
    return "\n".join([*said, address])


def _qr_svg(form: Form, facts: Facts, issued_at: datetime, code: str) -> str:
    address = f"{_verify_address()}/{code}"
    payload = qr_payload(form, facts, issued_at=issued_at, address=address)
    into = BytesIO()
    made = segno.make(payload, error="l", micro=False, boost_error=True)
    made.save(into, kind="svg", border=1, xmldecl=False, svgns=True)
    return into.getvalue().decode()


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """Return facts as JSON has them: text in NFC, instants and days in their forms."""
    if isinstance(value, datetime):
        return words.instant_forms(value, zone) | {"utc": to_text(value)}
    if isinstance(value, date):
        return words.day_forms(value)
    if isinstance(value, tuple):
        return [_plain(item, zone) for item in value]
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name), zone) for f in fields(value)}
    if value is None:
        return None
    return nfc(str(value))


def _hash(plain: Any) -> str:
    return hashlib.sha256(canonical(plain)).hexdigest()


@cache
def _template_version(name: str) -> str:
    digest = hashlib.sha256()
    for file in ("lib.typ", f"{name}.typ"):
        digest.update((TEMPLATES / file).read_bytes())
    return f"{name}@{digest.hexdigest()[:12]}"


@cache
def _compiler() -> typst.Compiler:
    folder = font_path("be-vietnam-pro").parent
    return typst.Compiler(root=TEMPLATES, font_paths=[folder], ignore_system_fonts=True)


def _compile(name: str, data: str, timestamp: int) -> bytes:
    with _lock:
        content = _compiler().compile(
            input=TEMPLATES / f"{name}.typ",
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=STANDARDS,
            timestamp=timestamp,
        )
    if not isinstance(content, bytes):
        raise TypeError("The press gave no PDF.")
    return content
