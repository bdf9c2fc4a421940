"""Small files of every type, and an antivirus to talk to."""

import io
import socketserver
import struct
import threading
import zipfile
import zlib
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from motcua.documents import commands
from motcua.documents.rules import FileKind
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
CLERK = Actor(UUID(int=7), "Trần Thị Bình", Role.CLERK)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(text: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + text + b"\ntrailer << /Size 1 >>\nstartxref\n0\n%%EOF\n"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\0\0" * 2)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x04\x00\x00"
        b"\xff\xc0" + struct.pack(">H", len(size) + 2) + size
        + b"\xff\xda\x00\x02" + b"\x12\x34" + b"\xff\xd9"
    )  # fmt: skip


def archive(**entries: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries.items():
            made.writestr(name, body)
    return into.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(
        **{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, **more
    )


def xlsx() -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})


def odt() -> bytes:
    return archive(mimetype=b"application/vnd.oasis.opendocument.text")


def stored(content: bytes | None = None, **facts):
    """Store a file of a new case."""
    defaults = {
        "name": "giấy khai sinh.pdf",
        "kind": FileKind.COMPONENT,
        "case_id": new_id(),
        "uploaded_by": CLERK.id,
        "now": NOW,
    }
    return commands.store_file(content=content or pdf(), **(defaults | facts))


class _Clamd(socketserver.BaseRequestHandler):
    """Speaks the INSTREAM protocol and knows one virus."""

    def handle(self):
        assert self._read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self._read(4))[0]:
            content += self._read(length)
        found = b"stream: Eicar-Test-Signature FOUND\0"
        self.request.sendall(found if EICAR in content else b"stream: OK\0")

    def _read(self, length):
        read = b""
        while len(read) < length:
            read += self.request.recv(length - len(read))
        return read


@contextmanager
def antivirus(settings):
    """Run an antivirus daemon and set it up."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        try:
            yield
        finally:
            settings.CLAMD = ""
            server.shutdown()
            thread.join()
