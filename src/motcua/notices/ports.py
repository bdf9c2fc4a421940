"""The ways out: e-mail through Django, SMS through an adapter of the centre's choice.

``MOTCUA_SMS_BACKEND`` names a class with the method of :class:`SmsPort`; the one that
ships writes each message to a file.
"""

import json
import os
import smtplib
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string


class Undeliverable(Exception):
    """The address does not exist; trying again is of no use."""


class SmsPort(Protocol):
    """What sends an SMS."""

    def send(self, *, phone: str, text: str, reference: str) -> None:
        """Send ``text`` to ``phone``; the same ``reference`` is the same message.

        :raises Undeliverable: if there is no such number.
        """


class FileSms:
    """Writes each SMS to a file in ``MOTCUA_HOME/outbox/sms``: for tests and demos."""

    def send(self, *, phone: str, text: str, reference: str) -> None:
        """Write the message, whole or not at all."""
        folder: Path = settings.HOME / "outbox" / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        content = {"phone": phone, "text": text, "reference": reference}
        draft = folder / f".{reference}-{os.getpid()}"
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        draft.rename(folder / f"{reference}.json")


@cache
def _sms(path: str) -> SmsPort:
    port: SmsPort = import_string(path)()
    return port


def send_sms(*, phone: str, text: str, reference: str) -> None:
    """Send an SMS through the centre's adapter.

    :raises Undeliverable: if there is no such number.
    """
    _sms(settings.SMS_BACKEND).send(phone=phone, text=text, reference=reference)


def send_email(*, address: str, subject: str, body: str, reference: str) -> None:
    """Send an e-mail; the same ``reference`` has the same Message-ID.

    :raises Undeliverable: if the mail server says that there is no such address.
    """
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[address],
        headers={
            "Message-ID": f"<{reference}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _ in error.recipients.values()):
            raise Undeliverable(str(error)) from error
        raise
