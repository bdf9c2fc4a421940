"""Gate: powers in code exist, and the page about them says what the table says."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from motcua.accounts.wording import POWER_WORDS
from motcua.authority.rules import (
    NEVER_BY_TOKEN,
    POWERS,
    POWERS_OF,
    powers_of_posts,
)
from motcua.cases.rules.frame import check_may_finish
from motcua.catalogue.loader import read_procedure, shelf_of
from motcua.kernel.actors import Actor, NotCompetent, Role
from motcua.kernel.ids import new_id
from motcua.packs.reading import folder
from motcua.processes.rules import StepKind, compile_process

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "roles-and-powers.md"
CALL = re.compile(r"(?:\.require|\.may|post_for|permission)\(\s*[^)\"']*[\"']([^\"']+)")


def named(source):
    return {name for name in CALL.findall(source) if re.fullmatch(r"\w+\.\w+", name)}


# Whoever is called by one of these asks for the powers that are handed over.
ASKING = {"require", "may", "permission", "post_for", "act", "action"}


def asked(source, elsewhere=None):
    """Return the powers that a module asks for, itself or by a name for them.

    ``elsewhere`` says what names stand for that it imports, as ``module.NAME``.
    """
    tree = ast.parse(source)
    names = constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                said = (elsewhere or {}).get(f"{node.module}.{alias.name}")
                names.setdefault(alias.asname or alias.name, said or set())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in ASKING:
            for argument in node.args:
                found |= texts(argument)
                for part in ast.walk(argument):
                    if isinstance(part, ast.Name):
                        found |= names.get(part.id, set())
    return found


def constants(tree):
    """Return the texts that the names of a module stand for."""
    return {
        name: texts(value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name, value in pairs(target, node.value)
    }


def pairs(target, value):
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, said in zip(target.elts, value.elts, strict=True):
            yield from pairs(one, said)


def texts(node):
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def called(call):
    name = getattr(call.func, "attr", None)  # of a method
    return name or getattr(call.func, "id", "")


def asked_anywhere():
    source = ROOT / "src"
    modules = {
        ".".join(path.relative_to(source).with_suffix("").parts): path.read_text(
            "utf-8"
        )
        for path in source.rglob("*.py")
        if "tests" not in path.parts
    }
    elsewhere = {
        f"{module}.{name}": said
        for module, text in modules.items()
        for name, said in constants(ast.parse(text)).items()
    }
    return set().union(*(asked(text, elsewhere) for text in modules.values()))


def steps():
    """Return every step of every procedure of the packs that somebody does."""
    shelf = shelf_of(settings.PACKS)
    for pack in settings.PACKS:
        for path in sorted((folder(pack) / "procedures").glob("*.yaml")):
            process = compile_process(read_procedure(path, shelf).process)
            for step in process.steps.values():
                if step.kind is not StepKind.CHOICE:
                    yield step


def holder(role):
    powers = powers_of_posts([role])
    return Actor(new_id(), "Lan", role, powers=powers)


class TestPowers:
    def test_each_is_asked_for_somewhere(self):
        assert POWERS - asked_anywhere() == set()

    def test_each_that_a_token_may_carry_has_words(self):
        people = [role for role in Role if role is not Role.SYSTEM]

        assert set(POWER_WORDS) == powers_of_posts(people) - NEVER_BY_TOKEN

    def test_whoever_does_a_step_holds_what_it_takes(self):
        for step in steps():
            doer = holder(step.by.role)
            doer.require("cases.complete_step")
            check_may_finish(doer, step)

    def test_every_power_that_code_names_exists(self):
        for path in (ROOT / "src").rglob("*.py"):
            if "tests" not in path.parts:
                wrong = named(path.read_text(encoding="utf-8")) - POWERS
                assert not wrong, f"{path}: {wrong}"

    def test_the_page_says_what_the_table_says(self):
        said = {}
        for line in PAGE.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if re.fullmatch(r"`\w+\.\w+`", cells[0]):
                said[cells[0].strip("`")] = cells[2 : 2 + len(Role)]

        assert said == {
            power: ["●" if power in POWERS_OF[role] else "" for role in Role]
            for power in POWERS
        }


class TestTheGateItself:
    def test_sees_a_power_that_is_misspelt(self):
        assert named('actor.require("cases.acept")') - POWERS == {"cases.acept"}
        assert named('@permission("cases.flee")\n') - POWERS == {"cases.flee"}

    def test_sees_how_a_power_is_asked_for(self):
        assert asked('actor.require("cases.accept")') == {"cases.accept"}
        assert asked('@action("cases.stop")\ndef stop(): ...') == {"cases.stop"}
        assert asked('READ, WORK = "a.read", "a.work"\nact(order, WORK)') == {"a.work"}
        given = {"a.b.READ": {"a.read"}}
        assert asked("from a.b import READ\nactor.may(READ)", given) == {"a.read"}
        assert asked('BOTH = ("a.b", "a.c")\npermission(*BOTH)') == {"a.b", "a.c"}

    def test_does_not_take_a_power_that_only_stands_there_for_asked_for(self):
        assert asked('TABLE = {"cases.accept"}\nfrozenset({"cases.stop"})') == set()

    def test_sees_a_step_that_its_people_could_not_finish(self):
        clerk = holder(Role.CLERK)
        signed = [step for step in steps() if step.by.role is Role.LEADER]

        for step in signed:
            with pytest.raises(NotCompetent):
                check_may_finish(clerk, step)
        assert signed
