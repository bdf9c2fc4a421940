"""``motcua catalogue``: import a national database, index, measure, judge search."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from motcua.catalogue.management import exporting
from motcua.catalogue.national import commands, indexing, measuring
from motcua.catalogue.national.reading import Tape, Unreadable, read_records
from motcua.catalogue.national.report import Report
from motcua.catalogue.national.rules.remarks import REASONS
from motcua.catalogue.opendata.queries import Format
from motcua.catalogue.search import judging
from motcua.kernel.refusals import Refusal
from motcua.packs.reading import PackError
from motcua.web.refusals import text_of

SOURCE = "Cơ sở dữ liệu quốc gia về thủ tục hành chính"
REFUSED, UNREADABLE = 1, 2  # exit codes
SHOWN = 20  # lines of each table in the report
CODES = 4  # codes named in a row of it
WIDEST = 60  # letters of a value in a line of it
ACTIONS = ("import", "index", "measure")
JUDGE, EXPORT, PACK, LOAD = "judge", "export", "pack", "load"
ALL = (*ACTIONS, JUDGE, EXPORT, PACK, LOAD)


class Command(BaseCommand):
    help = (
        "Keep the catalogue of a national database. 'import' brings the entries up to "
        "date from a file as published (JSON Lines, packed or not) and says what is "
        "new, changed, gone, and what could not be read; 'index' writes the facts of "
        "such a file as the index of a pack; 'measure' says how much of it is read; "
        "'judge' asks search the judged questions of the packs (or of the file PATH), "
        "and says of how many the right answer is among the first; 'export' writes "
        "the catalogue of a day as open data (--format, --out, --day); 'pack' writes "
        "all procedures as a pack for another city (--out), 'load' takes the "
        "procedures of a pack from a folder. "
        "Exit codes: 0 all records are good, 1 some were refused (the others are in), "
        "2 the file cannot be read, or not be written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=ALL, help="what to do")
        parser.add_argument(
            "path",
            type=Path,
            nargs="?",
            help="*.jsonl or *.jsonl.gz; to judge: *.yaml; to load: a folder",
        )
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day of which the file is; otherwise today",
        )
        parser.add_argument(
            "--source", default=SOURCE, help="name of the database (%(default)s)"
        )
        parser.add_argument(
            "--partial",
            action="store_true",
            help="the file is a part: do not mark as gone what is not in it",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="try everything, keep nothing"
        )
        parser.add_argument(
            "--out",
            type=Path,
            metavar="PATH",
            help="where to write: index, export, pack",
        )
        exporting.add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *_: Any, action: str, path: Path | None, **options: Any) -> None:
        if action == JUDGE:
            self._judge([path] if path else judging.judged_files(), options)
            return
        if action in (EXPORT, PACK):
            self._write(action, options)
            return
        if path is None:
            raise CommandError("Say which file.", returncode=UNREADABLE)
        if action == LOAD:
            self._load(path, options)
            return
        origin = commands.Origin(
            options["source"], options["date"] or timezone.localdate()
        )
        try:
            with Tape(path) as tape:
                getattr(self, f"_{action}")(tape, origin, options)
        except Unreadable as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        except Refusal as refusal:
            raise CommandError(text_of(refusal), returncode=UNREADABLE) from refusal

    def _import(
        self, tape: Tape, origin: commands.Origin, options: dict[str, Any]
    ) -> None:
        with _bar(tape, quiet=options["json"]) as tell:
            report = commands.import_entries(
                read_records(tape),
                origin=origin,
                now=timezone.now(),
                partial=options["partial"],
                dry_run=options["dry_run"],
                tell=lambda _: tell(),
            )
        if options["json"]:
            self._write_json(report.as_json() | {"dry_run": options["dry_run"]})
        else:
            self._tell(report, dry=options["dry_run"])
        if report.refused:
            raise CommandError(
                f"{report.refused} lines were refused.", returncode=REFUSED
            )

    def _index(
        self, tape: Tape, origin: commands.Origin, options: dict[str, Any]
    ) -> None:
        if options["out"] is None:
            raise CommandError("Say where to write: --out FILE.", returncode=UNREADABLE)
        with _bar(tape, quiet=options["json"]) as tell:
            written = indexing.write_index(
                read_records(tape), origin=origin, path=options["out"], tell=tell
            )
        facts = {"entries": written.entries, "bytes": written.size}
        if options["json"]:
            self._write_json(facts)
        else:
            self.stdout.write(
                f"{written.entries} entries, {written.size / 1000:.0f} kB, "
                f"of {origin.day.isoformat()}: {options['out']}"
            )
        if written.refused:
            raise CommandError(
                f"{written.refused} lines were refused.", returncode=REFUSED
            )

    def _measure(self, tape: Tape, _: commands.Origin, options: dict[str, Any]) -> None:
        with _bar(tape, quiet=options["json"]) as tell:
            figures = measuring.measure(read_records(tape), tell)
        if options["json"]:
            self._write_json(figures)
            return
        for name, value in figures.items():
            self.stdout.write(f"{name.replace('_', ' '):<48}{value:>10}")

    def _write(self, action: str, options: dict[str, Any]) -> None:
        if options["out"] is None or (action == EXPORT and options["format"] is None):
            wanted = "--out" if action == PACK else "--format and --out"
            raise CommandError(f"Say {wanted}.", returncode=UNREADABLE)
        try:
            (self._pack if action == PACK else self._export)(options)
        except OSError as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        except Refusal as refusal:
            raise CommandError(text_of(refusal), returncode=UNREADABLE) from refusal

    def _export(self, options: dict[str, Any]) -> None:
        out, form = options["out"], Format(options["format"])
        day = options["day"] or timezone.localdate()
        facts = exporting.write_export(out, form, day, quiet=options["json"])
        if options["json"]:
            self._write_json(facts | {"day": day.isoformat()})
            return
        self.stdout.write(
            f"{facts['procedures']} procedures, {facts['entries']} entries, "
            f"{facts['bytes'] / 1000:.0f} kB, in force on {day.isoformat()}: {out}"
        )

    def _pack(self, options: dict[str, Any]) -> None:
        packed = exporting.pack(options["out"], quiet=options["json"])
        if options["json"]:
            self._write_json(asdict(packed))
            return
        self.stdout.write(
            f"{packed.procedures} procedures in {packed.versions} versions, "
            f"{packed.entries} entries: {options['out']}"
        )
        self._table("Older versions say it otherwise", list(packed.differing))

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        try:
            facts = exporting.load(path, timezone.now())
        except (PackError, Unreadable) as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        except Refusal as refusal:
            raise CommandError(text_of(refusal), returncode=UNREADABLE) from refusal
        if options["json"]:
            self._write_json(facts)
            return
        self.stdout.write(
            f"{facts['published']} new procedure versions, {facts['unchanged']} "
            f"unchanged, {facts['kept']} kept as published here; "
            f"{facts['entries']} new entries."
        )

    def _judge(self, paths: list[Path], options: dict[str, Any]) -> None:
        try:
            questions = judging.read_judged(paths)
        except (OSError, PackError) as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        day = options["date"] or timezone.localdate()
        verdicts = list(judging.judge(questions, day))
        shares = {
            name: judging.share_of(verdicts, kept_aside=aside)
            for name, aside in (("tuned on", False), ("kept aside", True))
        }
        missed = [v for v in verdicts if not v.in_first and not v.judged.kept_aside]
        if options["json"]:
            facts = {name: asdict(share) for name, share in shares.items()}
            asked = [{"ask": v.judged.ask, "place": v.place} for v in missed]
            self._write_json(facts | {"missed": asked})
            return
        for name, share in shares.items():
            first = f"{share.first} = {share.first_share:.1%}"
            page = f"{share.page} = {share.page_share:.1%}"
            self.stdout.write(
                f"{name:<12}{share.questions:>5} questions; the right answer is in the "
                f"first {judging.FIRST}: {first}, in the first {judging.PAGE}: {page}"
            )
        self._table("Missed, of those tuned on", list(map(_verdict, missed)))

    def _write_json(self, facts: Any) -> None:
        self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))

    def _tell(self, report: Report, *, dry: bool) -> None:
        facts = report.as_json()
        names = ("added", "completed", "changed", "returned", "vanished", "unchanged")
        counts = ", ".join(f"{facts[name]} {name}" for name in names)
        kept = " Nothing is kept: this was a trial." if dry else ""
        self.stdout.write(f"{report.accepted} records: {counts}.{kept}")
        if report.kept_because:
            self.stdout.write(f"None was marked as gone: {report.kept_because}.")
        self._table(
            "Refused", [f"line {r.line} {r.code}: {r.reason}" for r in report.refusals]
        )
        self._table("Changed", _change_lines(report))
        rows = [
            f"{kind.value:<22}{count:>6}  {REASONS[kind]}\n{'':30}"
            + ", ".join(code for code, _ in report.remarks[kind][:CODES])
            + (", …" if count > CODES else "")
            for kind, count in report.records.most_common()
        ]
        self._table("Not read, or odd (records; --json names them all)", rows)

    def _table(self, title: str, lines: list[str]) -> None:
        if not lines:
            return
        self.stdout.write(f"\n{title}")
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write(f"  … {len(lines) - SHOWN} more: --json")


def _verdict(verdict: judging.Verdict) -> str:
    where = "not in the catalogue" if verdict.unknown else f"place {verdict.place}"
    instead = ", ".join(verdict.instead)
    return f"{verdict.judged.ask}: {where}; first: {instead}"


def _change_lines(report: Report) -> list[str]:
    lines = []
    for code, kind, changes in report.changed:
        lines += [f"{code}  {kind.lower()}"] if not changes else []
        lines += [
            f"{code}  {c.aspect.value.lower()} {_short(c.what)}: "
            f"{_short(c.before)} → {_short(c.after)}"
            for c in changes
        ]
    return lines


def _short(value: Any) -> str:
    text = _words(value)
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _words(value: Any) -> str:
    """Say a part of the facts so that a line of a table can hold it."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(map(_words, value))) or "–"
    if not isinstance(value, dict):
        return str(value)
    if "unit" in value:
        return f"{value['value']:g} {(value['unit'] or 'no unit').lower()}"
    if "kind" in value:
        sums = [f"{a['value']:,} {a['currency']}" for a in value.get("amounts", ())]
        said = ", ".join(sums) or value["kind"].lower().replace("_", " ")
        return f"{said} with a remark" if value.get("remark") else said
    return ", ".join(f"{key} {_words(part)}" for key, part in value.items())


class _bar:  # noqa: N801 - used like a function
    """A progress bar over the bytes of a file; on a terminal only."""

    def __init__(self, tape: Tape, *, quiet: bool) -> None:
        self._tape = tape
        self._bar = tqdm(
            total=tape.size, unit="B", unit_scale=True, disable=quiet or None
        )

    def __enter__(self) -> Callable[[], None]:
        return lambda: self._bar.update(self._tape.at - self._bar.n) and None

    def __exit__(self, *_: object) -> None:
        self._bar.close()
