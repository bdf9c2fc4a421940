"""The API answers as its own schema says, whatever is sent, whoever asks.

Schemathesis makes the requests from the schema: sound ones, and unsound ones, which
are refused. Half of the sound ones name things that exist, so that they get past
“there is no such thing”.
"""

from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from motcua.cases.api import public
from motcua.cases.models import Case
from motcua.cases.tests.world import BIRTH, accepted, submitted, upload
from motcua.config import api as front
from motcua.config.wsgi import application
from tests.api.conftest import Caller

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
ROLES = [
    "nobody",
    "citizen",
    "business",
    "clerk",
    "officer",
    "leader",
    "controller",
    "administrator",
]
EXAMPLES = 3  # of every operation, for every role, sound and unsound


def closing(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Answer as the application does, and close a file that was sent."""
    answer = application(environ, start)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", closing)
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failure is reported as found: shrinking takes long
    suppress_health_check=list(HealthCheck),
)


def real(world: Any) -> dict[str, list[Any]]:
    """Return things that exist, by the name of the parameter."""
    cases = [submitted(world), accepted(world)]
    return {
        "ref": [*map(str, cases), Case.objects.get(pk=cases[1]).code],
        "code": [BIRTH],
        "unit_id": [str(world.centre), str(world.ward)],
        "file_id": [str(upload(world.citizen))],
        "name": ["vn"],
        "year": [2026],
    }


def caller(door: Any, role: str) -> Caller:
    return door.nobody if role == "nobody" else getattr(door, role)


def named(case: Any, existing: dict[str, list[Any]], which: int) -> None:
    """Put things that exist into the address."""
    for name in case.path_parameters or {}:
        if name in existing:
            case.path_parameters[name] = existing[name][which % len(existing[name])]


def misfit(case: Any, headers: dict[str, str]) -> str:
    """Send it and return how the answer differs from what the schema says."""
    case.headers.pop("Authorization", None)  # nobody's token, else of the role
    case.headers.pop("Cookie", None)
    case.cookies.clear()
    response = case.call(headers=headers)
    try:
        case.validate_response(response, checks=CHECKS)
    except schemathesis.errors.FailureGroup as group:
        return "\n".join(str(failure) for failure in group.exceptions)
    return ""


def unlimited(monkeypatch: Any) -> None:
    for module, name in ((front, "API"), (public, "TRACKING"), (public, "ONE_CODE")):
        limit = replace(getattr(module, name), amount=0)
        monkeypatch.setattr(module, name, limit)


def can_be_wrong(operation: Any) -> bool:
    """Tell whether an operation takes anything that could be unsound."""
    return bool(operation.body) or any(True for _ in operation.iter_parameters())


@pytest.fixture
def one_connection():
    """Keep the end of a request from closing the connection that the test is in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_as_the_schema_says(role, door, monkeypatch):
    unlimited(monkeypatch)
    existing = real(door.world)
    token = caller(door, role).token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    found = []
    for result in SCHEMA.get_all_operations():
        operation = result.ok()

        @BOUNDED
        @given(case=operation.as_strategy(), which=st.integers(0, 5))
        def fits(case, which):
            if which % 2:
                named(case, existing, which // 2)
            if wrong := misfit(case, headers):
                found.append(f"{case.operation.label}: {wrong}")

        @BOUNDED
        @given(case=operation.as_strategy(GenerationMode.NEGATIVE))
        def is_refused(case):
            if wrong := misfit(case, headers):
                found.append(f"{case.operation.label}: {wrong}")

        fits()
        if can_be_wrong(operation):
            is_refused()

    assert not found, "\n\n".join(found)
