"""Gate: powers in code exist, and the page about them says what the table says."""

import re
from pathlib import Path

from motcua.authority.rules import POWERS, POWERS_OF
from motcua.kernel.actors import Role

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "roles-and-powers.md"
CALL = re.compile(r"(?:\.require|\.may|post_for|permission)\(\s*[^)\"']*[\"']([^\"']+)")


def named(source):
    return {name for name in CALL.findall(source) if re.fullmatch(r"\w+\.\w+", name)}


class TestPowers:
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
