"""A client of ClamAV's daemon: one file in, one word out."""

import socket
import struct
from contextlib import closing
from pathlib import Path

from django.conf import settings

from motcua.documents.rules import Scan

CHUNK = 65_536
SECONDS = 20.0


class NoAnswer(Exception):
    """The daemon is not there, or says what we do not understand."""


def is_on() -> bool:
    """Tell whether an antivirus is set up."""
    return bool(settings.CLAMD)


def scan(path: Path) -> tuple[Scan, str]:
    """Return what the daemon says of the file at ``path``, and the signature found.

    :raises NoAnswer: if it cannot be asked.
    """
    if not is_on():
        return Scan.OFF, ""
    try:
        answer = _ask(path)
    except OSError as error:
        raise NoAnswer(str(error)) from error
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return Scan.CLEAN, ""
    if verdict.endswith(" FOUND"):
        return Scan.INFECTED, verdict.removesuffix(" FOUND")
    raise NoAnswer(answer)


def _connect() -> socket.socket:
    address: str = settings.CLAMD
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(SECONDS)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _ask(path: Path) -> str:
    with closing(_connect()) as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            part = connection.recv(4096)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")
