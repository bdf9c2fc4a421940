"""``motcua bench``: says which options a measurement has, and takes no others."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motcua.config.management.commands import bench


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("bench", *arguments, stdout=out)
    return out.getvalue()


class TestBench:
    @pytest.mark.parametrize("name", bench.names())
    @pytest.mark.parametrize("word", ["--help", "-h"])
    def test_says_what_a_measurement_does_and_takes(self, name, word):
        text = run(name, word)

        assert text.startswith(f"motcua bench {name}\n")
        assert "Options:" in text
        assert "--json" in text

    def test_names_the_options_with_their_defaults(self):
        text = run("cases", "--help")

        assert "--sizes (default: 1000,100000,1000000)" in text
        assert "--db sqlite|postgres" in text

    def test_refuses_an_option_that_there_is_not(self):
        with pytest.raises(CommandError, match="has no option --size"):
            run("cases", "--size", "5")

    def test_refuses_a_number_that_is_none(self):
        with pytest.raises(CommandError, match="takes a number"):
            run("processes", "--rounds", "many")

    def test_refuses_a_measurement_that_there_is_not(self):
        with pytest.raises(CommandError, match="There is no benchmark"):
            run("nothing", "--help")

    def test_gives_numbers_as_numbers(self, monkeypatch):
        seen = []

        def measure(rounds: int = 3) -> list[dict[str, object]]:
            seen.append(rounds)
            return [{"what": "x", "rounds": rounds}]

        monkeypatch.setattr("motcua.processes.bench.run", measure)

        assert "7" in run("processes", "--rounds", "7")
        assert seen == [7]
