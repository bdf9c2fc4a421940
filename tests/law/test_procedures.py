"""The worked examples of procedures, one YAML file a procedure: what a legal officer
can read and sign, worked by the rules themselves.

An example takes a sample application (``like``), changes some ``answers`` and says what
must follow. What it does not mention is not checked.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from motcua.catalogue import rules
from motcua.catalogue.definition import ProcedureDefinition, TimeLimit
from motcua.catalogue.loader import procedure_files, read_procedure, shelf_of
from motcua.deadlines import Clock, Limit, LimitUnit, due, load_calendar, load_policy
from motcua.kernel.refusals import InvalidInput, Refusal
from motcua.packs.reading import folder
from motcua.packs.samples import SampleApplication, as_of, load_samples
from motcua.processes.rules import advance, compile_process, start

PACKS = ("base", "vn", "vn_hanoi")
EXAMPLES = Path(__file__).parent / "procedures"
POLICY = "vn.general"
CALENDAR = load_calendar("vn")


@cache
def definitions() -> tuple[ProcedureDefinition, ...]:
    shelf = shelf_of(PACKS)
    files = procedure_files([folder("vn_hanoi") / "procedures"])
    return tuple(read_procedure(path, shelf) for path in files)


def in_force(code: str, day: date) -> ProcedureDefinition:
    found = [d for d in definitions() if d.code == code and holds_on(d, day)]
    assert len(found) == 1, f"{code} has {len(found)} versions on {day}"
    return found[0]


def holds_on(definition: ProcedureDefinition, day: date) -> bool:
    until = definition.in_force_until
    return definition.in_force_from <= day and (until is None or day < until)


@cache
def samples() -> dict[str, SampleApplication]:
    return {sample.id: sample for sample in load_samples("vn_hanoi")}


def examples(about: str = "name") -> pytest.MarkDecorator:
    """Return the mark that runs a test for all examples that say something of it."""
    found = []
    for path in sorted(EXAMPLES.glob("*.yaml")):
        for n, example in enumerate(yaml.safe_load(path.read_text("utf-8"))):
            if about in example:
                found.append(pytest.param(path.stem, example, id=f"{path.stem}-{n}"))
    return pytest.mark.parametrize(("code", "example"), found)


class Worked:
    """One example, with the version that holds on its day."""

    def __init__(self, code: str, example: dict[str, Any]) -> None:
        sample, day = samples()[example["like"]], example["applied_on"]
        assert sample.procedure == code
        changed = example.get("answers", {}).items()
        self.definition = in_force(code, day)
        self.given = sample.papers
        self.form = {
            **sample.answers(day),
            **{name: as_of(value, day) for name, value in changed},
            **rules.circumstances(
                applied_on=day,
                channel=example.get("channel", sample.channel),
                applicant=sample.applicant,
            ),
        }

    @property
    def variant(self) -> TimeLimit:
        return rules.variant_of(self.definition, self.form)

    def clock(self, accepted_at: str) -> Clock:
        at = datetime.fromisoformat(accepted_at).replace(tzinfo=CALENDAR.zone)
        policy = load_policy(POLICY, at.date())
        limit = Limit.parse(self.variant.limit)
        if self.variant.cut_off:
            same_day = limit.unit is LimitUnit.SAME_WORKING_DAY
            name = "same_day_cut_off" if same_day else "intake_cut_off"
            hour = time.fromisoformat(self.variant.cut_off)
            policy = policy.with_values(**{name: hour})
        return Clock(accepted_at=at, limit=limit, policy=policy)

    def walk(self, path: list[str]) -> str | None:
        process = compile_process(self.definition.process)
        facts = rules.facts_of(self.definition, self.form)
        facts["variant"] = self.variant.id
        move, result = start(process, facts), None
        for way in path:
            step, outcome = way.split(".")
            move = advance(process, move.marking, step, outcome, facts, note="Vì ví dụ")
            result = move.result or result
        assert not move.marking, f"still open: {move.marking}"
        return result


def local(clock: Clock) -> str | None:
    at = due(clock, CALENDAR).at
    return at.strftime("%Y-%m-%d %H:%M") if at else None


class TestExample:
    @examples()
    def test_is_filled_in_correctly(self, code: str, example: dict[str, Any]) -> None:
        worked, wrong = Worked(code, example), set()

        try:
            rules.check_form(worked.definition, worked.form)
        except InvalidInput as refusal:
            wrong = set(refusal.fields)

        assert wrong == set(example.get("wrong", []))

    @examples("papers")
    def test_needs_these_papers(self, code: str, example: dict[str, Any]) -> None:
        worked = Worked(code, example)

        missing = rules.missing_components(worked.definition, worked.form, ())

        assert [need.component.id for need in missing] == example["papers"]

    @examples("fees")
    def test_costs_this(self, code: str, example: dict[str, Any]) -> None:
        worked = Worked(code, example)

        lines = rules.fees_due(worked.definition, worked.form).lines

        amounts = {line.id: line.amount and line.amount.amount for line in lines}
        assert amounts == example["fees"]

    @examples("variant")
    def test_has_this_limit(self, code: str, example: dict[str, Any]) -> None:
        variant = Worked(code, example).variant

        assert variant.id == example["variant"]
        assert variant.limit == example.get("limit", variant.limit)

    @examples("due")
    def test_is_due_then(self, code: str, example: dict[str, Any]) -> None:
        clock = Worked(code, example).clock(example["accepted_at"])

        assert local(clock) == example["due"]

    @examples("extended_due")
    def test_may_be_extended_to(self, code: str, example: dict[str, Any]) -> None:
        worked = Worked(code, example)
        clock = worked.clock(example["accepted_at"])
        extension = rules.extension_of(worked.definition, worked.form)

        assert extension is not None
        longer = clock.extend(Limit.parse(extension.limit), extension.reason.vi)
        assert local(longer) == example["extended_due"]

    @examples("decides")
    def test_is_decided_by(self, code: str, example: dict[str, Any]) -> None:
        worked = Worked(code, example)

        who = rules.competent_of(worked.definition, worked.form)

        assert (who.unit or who.territory or "here") == example["decides"]

    @examples("level")
    def test_is_decided_at_this_level(self, code: str, example: dict[str, Any]) -> None:
        worked = Worked(code, example)

        who = rules.competent_of(worked.definition, worked.form)

        assert who.level == example["level"]

    @examples("path")
    def test_goes_this_way(self, code: str, example: dict[str, Any]) -> None:
        worked = Worked(code, example)

        if "refused" in example:
            with pytest.raises(Refusal) as caught:
                worked.walk(example["path"])
            assert caught.value.code == example["refused"]
        else:
            assert worked.walk(example["path"]) == example["result"]


class TestSamples:
    @pytest.mark.parametrize("day", [date(2026, 3, 2), date(2027, 11, 30)], ids=str)
    def test_are_complete_on_any_day(self, day: date) -> None:
        for sample in samples().values():
            definition = in_force(sample.procedure, day)
            form = {
                **sample.answers(day),
                **rules.circumstances(
                    applied_on=day, channel=sample.channel, applicant=sample.applicant
                ),
            }

            rules.check_form(definition, form)

            known = {n.component.id for n in rules.components_needed(definition, form)}
            assert not rules.missing_components(definition, form, sample.papers)
            assert set(sample.papers) <= known, sample.id
            assert sample.applicant in definition.applicants, sample.id
            assert sample.channel in definition.channels, sample.id

    def test_exist_for_every_procedure(self) -> None:
        codes = {definition.code for definition in definitions()}

        assert {sample.procedure for sample in samples().values()} == codes


class TestDefinitions:
    def test_every_procedure_has_examples(self) -> None:
        codes = {definition.code for definition in definitions()}

        assert {path.stem for path in EXAMPLES.glob("*.yaml")} == codes

    @pytest.mark.parametrize("definition", definitions(), ids=lambda d: d.code)
    def test_speak_three_languages(self, definition: ProcedureDefinition) -> None:
        for text in texts(definition.model_dump(mode="json")):
            assert set(text) == {"vi", "en", "de"}, json.dumps(text)

    @pytest.mark.parametrize("definition", definitions(), ids=lambda d: d.code)
    def test_are_found_by_everyday_words(self, definition: ProcedureDefinition) -> None:
        words = definition.keywords

        assert len(words.vi) >= 3
        assert words.en
        assert words.de

    def test_versions_of_one_procedure_do_not_overlap(self) -> None:
        for definition in definitions():
            assert in_force(definition.code, definition.in_force_from) is definition


def texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if "vi" in value and isinstance(value["vi"], str):
            yield value
        else:
            for item in value.values():
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
