"""``motcua verify``: prove that no case was changed quietly."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from motcua.cases import integrity
from motcua.cases.explaining import explain_case
from motcua.cases.queries import id_of_code
from motcua.kernel.refusals import NotFound

BROKEN = 1  # exit code: something does not fit
UNKNOWN = 2  # exit code: there is no such case or file


class Command(BaseCommand):
    help = (
        "Replay every case, check every hash and every signed head, and name the "
        "first broken event of each case. Ends with 0 if all is well, 1 if something "
        "does not fit, 2 if a case or file that was named does not exist."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", metavar="CODE", help="explain one case, by code")
        parser.add_argument(
            "--heads",
            metavar="FOLDER",
            type=Path,
            help="copies of heads (*.json) that must be in the database",
        )
        parser.add_argument(
            "--key",
            metavar="HEX",
            action="append",
            default=[],
            help="public key that heads may be signed with; may be given again",
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["case"]:
            self._one(options["case"], as_json=options["json"])
        else:
            keys = [key.lower() for key in options["key"]]
            self._all(options["heads"], keys, as_json=options["json"])

    def _one(self, code: str, *, as_json: bool) -> None:
        case_id = _find(code)
        findings = [f for found in integrity.check_cases([case_id]) for f in found]
        lines = explain_case(case_id)
        if as_json:
            facts = {"events": lines, "findings": [f.as_json() for f in findings]}
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
        else:
            for line in lines:
                self.stdout.write(
                    f"{line['seq']:>4}  {line['at'][:19]}Z  {line['kind']:<22}"
                    f"{line['who']:<44} {line['hash'][:16]}…  {line['content']}"
                )
        self._end(findings, f"Case {code}: {len(lines)} events", as_json=as_json)

    def _all(self, heads: Path | None, keys: list[str], *, as_json: bool) -> None:
        published = _published(heads)
        total = integrity.count_cases()
        findings = []
        cases = integrity.check_cases()
        for found in tqdm(cases, total=total, unit=" cases", disable=as_json or None):
            findings += found
        findings += integrity.check_heads(published, keys)
        used = integrity.keys_used()
        if as_json:
            facts = {"cases": total, "findings": [f.as_json() for f in findings]}
            facts["keys"] = used
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
        else:
            for key in used:
                self.stdout.write(f"Heads are signed with {key}")
        self._end(findings, f"{total} cases", as_json=as_json)

    def _end(
        self, findings: list[integrity.Finding], what: str, *, as_json: bool
    ) -> None:
        if not findings:
            if not as_json:
                self.stdout.write(self.style.SUCCESS(f"{what}: every hash fits."))
            return
        for finding in findings if not as_json else ():
            where = (
                f"case {finding.case_code or finding.case_id}, "
                if finding.case_id
                else ""
            )
            event = f"event {finding.seq}: " if finding.seq else ""
            self.stdout.write(f"{finding.what}: {where}{event}{finding.text}")
        raise CommandError(f"{what}: {len(findings)} do not fit.", returncode=BROKEN)


def _find(code: str) -> UUID:
    try:
        return UUID(code)
    except ValueError:
        pass
    try:
        return id_of_code(code)
    except NotFound:
        raise CommandError(f"There is no case {code}.", returncode=UNKNOWN) from None


def _published(folder: Path | None) -> list[dict[str, Any]]:
    """Return the heads of all copies in a folder: single ones, or pages of the API."""
    if folder is None:
        return []
    found: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.json")):
        try:
            copy = json.loads(file.read_text("utf-8"))
            found += copy.get("items", [copy])
            _ = [(head["number"], head["digest"]) for head in found]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CommandError(f"{file} is no head.", returncode=UNKNOWN) from None
    if not found:
        raise CommandError(f"There is no head in {folder}.", returncode=UNKNOWN)
    return found
