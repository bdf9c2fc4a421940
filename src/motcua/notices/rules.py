"""What a notice says and when it is tried again. Pure."""

import re
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from motcua.kernel.law import decided_by
from motcua.kernel.texts import Text, nfc

Fact = str | int | date | datetime | Text

MAX_ATTEMPTS = 10  # the last one comes about half a day after the first
LONGEST_WAIT = timedelta(hours=4)
ERASED = "—"  # stands where a text or an address was erased
SMS_LETTERS = 160  # one message
PLACEHOLDER_LETTERS = 18  # as long as a case code or a date in figures


class Channel(StrEnum):
    """How a notice reaches a person."""

    INBOX = "INBOX"  # hộp thư trong hệ thống
    EMAIL = "EMAIL"
    SMS = "SMS"


class State(StrEnum):
    """What became of a delivery."""

    QUEUED = "QUEUED"
    SENT = "SENT"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of notice: its texts in three languages, with ``{places}`` for facts."""

    key: str
    channels: frozenset[Channel]
    facts: frozenset[str]
    subject: Text
    body: Text  # what the inbox shows, behind a sign-in
    email: Text  # no more personal data than needed: e-mail is a postcard
    sms: Text


@decided_by("0054-notices-say-little-outside")
def places_in(text: str) -> frozenset[str]:
    """Return the names of the places for facts in ``text``.

    >>> sorted(places_in("Hồ sơ {case_code} hẹn trả {due_at}"))
    ['case_code', 'due_at']

    :raises ValueError: if a place is anything but a plain name in braces.
    """
    names = set()
    for _, name, format_, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or format_ or conversion:
            raise ValueError(f"{{{name}}} is no plain name.")
        names.add(name)
    return frozenset(names)


@decided_by("0054-notices-say-little-outside")
def fill(text: str, facts: Mapping[str, Fact], language: str, zone: ZoneInfo) -> str:
    """Return ``text`` with its places filled in, in the words of ``language``.

    >>> fill("Due {day}.", {"day": date(2026, 3, 2)}, "en", ZoneInfo("UTC"))
    'Due 2 March 2026.'

    :raises KeyError: if a fact is missing.
    """
    said = {name: say(facts[name], language, zone) for name in places_in(text)}
    return nfc(text.format(**said))


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


@decided_by("0054-notices-say-little-outside")
def say(fact: Fact, language: str, zone: ZoneInfo) -> str:
    """Return a fact in words: texts, days and instants as the language has them.

    >>> at = datetime.fromisoformat("2026-03-02T10:05:00Z")
    >>> [say(at, language, ZoneInfo("Asia/Ho_Chi_Minh")) for language in ("vi", "de")]
    ['17 giờ 05, ngày 02/3/2026', '2.3.2026, 17:05 Uhr']
    """
    if isinstance(fact, Text):
        return fact.to(language)
    if isinstance(fact, datetime):
        local = fact.astimezone(zone)
        day = _day(local, language)
        return {
            "vi": f"{local:%H} giờ {local:%M}, ngày {day}",
            "de": f"{day}, {local:%H:%M} Uhr",
        }.get(language, f"{day}, {local:%H:%M}")
    if isinstance(fact, date):
        return _day(fact, language)
    return str(fact)


def _day(day: date, language: str) -> str:
    if language == "vi":
        month = f"{day.month:02}" if day.month < 3 else str(day.month)
        return f"{day.day:02}/{month}/{day.year}"
    if language == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@decided_by("0054-notices-say-little-outside")
def check_template(template: Template) -> None:
    """Let a template pass that can be filled in, in every language and channel.

    :raises ValueError: if a language is missing, a place has no fact, a fact is never
        used, or an SMS would not fit in one message.
    """
    used: set[str] = set()
    for name, text in _texts(template):
        for language in ("vi", "en", "de"):
            words = getattr(text, language)
            if not words.strip():
                raise ValueError(f"{name} has no text in {language!r}.")
            unknown = places_in(words) - template.facts
            if unknown:
                raise ValueError(f"{name}.{language}: no fact named {min(unknown)!r}.")
            used |= places_in(words)
            if name == "sms" and _longest(words) > SMS_LETTERS:
                raise ValueError(f"sms.{language} may need {_longest(words)} letters.")
    if template.facts - used:
        raise ValueError(f"The fact {min(template.facts - used)!r} is never used.")


def _texts(template: Template) -> list[tuple[str, Text]]:
    texts = [("subject", template.subject), ("body", template.body)]
    if Channel.EMAIL in template.channels:
        texts.append(("email", template.email))
    if Channel.SMS in template.channels:
        texts.append(("sms", template.sms))
    return texts


def _longest(words: str) -> int:
    bare = re.sub(r"\{\w+\}", "", words)
    return len(bare) + PLACEHOLDER_LETTERS * len(re.findall(r"\{\w+\}", words))


@decided_by("0054-notices-say-little-outside")
def sms_letters(text: str, language: str) -> str:
    """Return Vietnamese without its marks, so that an SMS takes 160 letters, not 70.

    >>> sms_letters("Hồ sơ đã được tiếp nhận", "vi")
    'Ho so da duoc tiep nhan'
    """
    if language != "vi":
        return text
    bare = text.replace("đ", "d").replace("Đ", "D").replace("–", "-")
    decomposed = unicodedata.normalize("NFD", bare)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@decided_by("0054-notices-say-little-outside")
def mask(address: str) -> str:
    """Return an address as staff may see it.

    >>> mask("thuyduong@example.vn"), mask("0912345678")
    ('th…@example.vn', '…678')
    """
    name, at, host = address.rpartition("@")
    return f"{name[:2]}…@{host}" if at else f"…{address[-3:]}"


@decided_by("0054-notices-say-little-outside")
def wait_before_attempt(attempts: int) -> timedelta:
    """Return how long a delivery that failed ``attempts`` times waits: 2ⁿ minutes.

    >>> [str(wait_before_attempt(n)) for n in (1, 3, 12)]
    ['0:02:00', '0:08:00', '4:00:00']
    """
    return min(timedelta(minutes=2 ** min(attempts, 20)), LONGEST_WAIT)
