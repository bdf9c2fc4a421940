"""``python -m tests.chaos.town``: build the small city, and a token for everybody."""

import json
import os
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402

from motcua.authority.commands import issue_token  # noqa: E402
from motcua.cases.tests import world as city  # noqa: E402

CALLERS = ("citizen", "clerk", "officer", "colleague", "leader", "expert")


def build() -> None:
    """Build the city and write down what its callers need."""
    world = city.build_world()
    now = timezone.now()
    plan = {
        "tokens": {
            name: issue_token(
                account_id=getattr(world, name).id,
                name="chaos", scopes=(), days=1, now=now,
            ).secret
            for name in CALLERS
        },
        "accounts": {name: str(getattr(world, name).id) for name in CALLERS},
        "department": str(world.department),
        "application": {
            "procedure_code": city.BIRTH,
            "receiving_unit_id": str(world.centre),
            "form": city.FORM,
            "handover": {"way": "COUNTER"},
        },
        "paper": city.PDF.decode("latin-1"),
    }  # fmt: skip
    Path(os.environ["MOTCUA_HOME"], "plan.json").write_text(json.dumps(plan))


if __name__ == "__main__":
    build()
