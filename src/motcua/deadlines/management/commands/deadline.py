"""``motcua deadline``: when is it due, and why? Needs no database."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from motcua.deadlines import data, queries
from motcua.deadlines.rules import Clock, Due, Limit, WorkCalendar, due
from motcua.kernel.refusals import Kind, Refusal
from motcua.kernel.texts import LANGUAGES
from motcua.web.refusals import text_of

NOT_UNDERSTOOD, NO_DUE_DATE, NOT_COMPUTABLE = 2, 3, 4


class Command(BaseCommand):
    help = (
        "Derive a due date and print every reason. Ends with 0 if there is one, 2 if "
        "the question is not understood, 3 if there is none (no limit is stated, or "
        "the clock is stopped), 4 if it lies beyond the calendar."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accepted",
            metavar="INSTANT",
            help="when the complete file was accepted, e.g. 2026-04-28T10:00; "
            "local time of the calendar unless it carries an offset",
        )
        parser.add_argument(
            "--limit", help='e.g. "5 working days", "8 giờ làm việc", "not stated"'
        )
        parser.add_argument(
            "--clock",
            metavar="FILE",
            help="a clock as JSON (Clock.as_json) instead; - reads standard input",
        )
        parser.add_argument(
            "--calendar", default=data.OWN_CALENDAR, help="default: %(default)s"
        )
        parser.add_argument(
            "--policy",
            default=data.OWN_POLICY,
            help="counting rules; default: %(default)s",
        )
        parser.add_argument(
            "--edited",
            action="store_true",
            help="with the administrators' edits from the database",
        )
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="vi", help="default: vi"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, **options: Any) -> None:
        with translation.override(options["lang"]):
            try:
                found = _answer(options)
            except Refusal as refusal:
                self._refuse(refusal, as_json=options["json"])
        if options["json"]:
            text = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
        else:
            text = _in_words(found, options["lang"])
        self.stdout.write(text)
        if found.at is None:
            raise SystemExit(NO_DUE_DATE)

    def _refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        understood = refusal.kind is Kind.CONFLICT
        code = NOT_COMPUTABLE if understood else NOT_UNDERSTOOD
        detail = text_of(refusal)
        if as_json:
            error = {"error": {"code": refusal.code, "detail": detail}}
            self.stdout.write(json.dumps(error, ensure_ascii=False, indent=2))
            raise SystemExit(code)
        raise CommandError(detail, returncode=code)


def _answer(options: dict[str, Any]) -> Due:
    load = queries.calendar_for if options["edited"] else data.load_calendar
    calendar = load(options["calendar"])
    clock = _clock(options, calendar)
    return due(clock, calendar)


def _clock(options: dict[str, Any], calendar: WorkCalendar) -> Clock:
    if options["clock"]:
        return _read_clock(options["clock"])
    if not options["accepted"] or not options["limit"]:
        raise CommandError(
            "Give --accepted and --limit, or --clock.", returncode=NOT_UNDERSTOOD
        )
    try:
        accepted = datetime.fromisoformat(options["accepted"])
    except ValueError:
        raise CommandError(
            f"{options['accepted']!r} is no instant; write e.g. 2026-04-28T10:00.",
            returncode=NOT_UNDERSTOOD,
        ) from None
    if accepted.tzinfo is None:
        accepted = accepted.replace(tzinfo=calendar.zone)
    day = calendar.local(accepted).date()
    policy = data.load_policy(options["policy"], day)
    limit = Limit.parse(options["limit"])
    return Clock(accepted_at=accepted, limit=limit, policy=policy)


def _read_clock(name: str) -> Clock:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        return Clock.from_json(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            f"{name} holds no clock: {error}", returncode=NOT_UNDERSTOOD
        ) from error


def _in_words(found: Due, language: str) -> str:
    lines = []
    for number, line in enumerate(found.lines, 1):
        basis = f"  [{line.basis}]" if line.basis else ""
        lines.append(f"{number:>2}. {line.text.to(language)}{basis}")
    version = f"{found.calendar} {found.version}"
    return "\n".join([*lines, f"    ({version})"])
