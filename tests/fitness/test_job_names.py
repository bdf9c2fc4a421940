"""Commands name jobs by path; every such path is a job, and every job has a policy."""

import re
from pathlib import Path

from django.utils.module_loading import import_string
from django_tasks.base import Task

from motcua.jobs import registry

SOURCE = Path(__file__).resolve().parents[2] / "src" / "motcua"
NAME = re.compile(r'"(motcua(?:\.\w+)+\.tasks\.\w+)"')


def named_jobs(source: Path) -> dict[str, str]:
    """Return each path of a job in the sources, and a file that names it."""
    return {
        name: str(path)
        for path in source.rglob("*.py")
        for name in NAME.findall(path.read_text())
    }


def test_every_named_job_exists():
    names = named_jobs(SOURCE)

    assert names
    for name, where in names.items():
        assert isinstance(import_string(name), Task), f"{where} names {name}"


def test_finds_a_name_that_is_no_job(tmp_path):
    (tmp_path / "commands.py").write_text('JOB = "motcua.jobs.tasks.no_such_job"')

    assert named_jobs(tmp_path) == {
        "motcua.jobs.tasks.no_such_job": str(tmp_path / "commands.py")
    }


def test_every_job_says_how_it_is_run():
    registry.load()

    assert all(
        registry.is_declared(timer.task.module_path) for timer in registry.crons()
    )
