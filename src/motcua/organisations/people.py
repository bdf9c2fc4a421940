"""The people of a demo: invented, with one password that is no secret."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, model_validator

from motcua.kernel.actors import Role
from motcua.kernel.refusals import Refusal, gettext_noop
from motcua.organisations.loading import Loaded
from motcua.organisations.models import Account, Assignment
from motcua.organisations.packs import Line
from motcua.organisations.queries import unit_by_code
from motcua.packs.reading import folder, read_yaml

DEMO_PASSWORD = "mot-cua-demo"  # noqa: S105 (printed by `motcua demo`, see docs)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DemoInProduction(Refusal):
    """Invented people with a known password have no place among real cases."""

    code = "demo_in_production"
    text = gettext_noop(
        "Không nạp dữ liệu minh họa vào hệ thống đang dùng thật. "
        "Hãy dùng một bản cài đặt khác."
    )


class PostSpec(_Strict):
    """A post that a person holds."""

    role: Role
    unit: Line
    title: Line
    start_date: date
    instrument: Line = ""


class PersonSpec(_Strict):
    """A person or business with an account."""

    email: Line
    name: Line
    kind: Literal["CITIZEN", "BUSINESS", "STAFF"] = "STAFF"
    phone: Line = ""
    identity_number: Line = ""
    address: Line = ""
    language: str = Field(default=settings.LANGUAGE_CODE, pattern="^(vi|en|de)$")
    shown: bool = Field(default=False, description="named to newcomers as an example")
    posts: list[PostSpec] = []

    @model_validator(mode="after")
    def _only_staff_hold_posts(self) -> "PersonSpec":
        if bool(self.posts) != (self.kind == "STAFF"):
            raise ValueError("staff hold at least one post, others none")
        return self


class People(_Strict):
    """``demo/people.yaml`` of a pack."""

    invented: Literal[True] = Field(description="a promise: nobody here is real")
    people: list[PersonSpec]


def read_people(pack: str) -> People | None:
    """Return the demo people of ``pack``, if it has any.

    :raises PackError: with file and line, if the file does not fit.
    """
    path = folder(pack) / "demo" / "people.yaml"
    return read_yaml(path, People) if path.exists() else None


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody of the demo whom a newcomer may sign in as."""

    email: str
    name: str
    role: Role
    unit_code: str  # empty for those who apply


def list_examples(pack: str) -> list[Example]:
    """Return one or two people for each role, in the order of the file."""
    found = read_people(pack)
    return [
        Example(
            email=spec.email,
            name=spec.name,
            role=spec.posts[0].role if spec.posts else Role(spec.kind),
            unit_code=spec.posts[0].unit if spec.posts else "",
        )
        for spec in (found.people if found else ())
        if spec.shown
    ]


@transaction.atomic
def load_people(pack: str, *, password: str = DEMO_PASSWORD) -> Loaded:
    """Bring the demo people of ``pack`` into the database, addresses confirmed.

    A person is known by their e-mail address. Loading twice changes nothing; whoever
    is there already keeps their password and their posts.

    :raises DemoInProduction: where real cases are handled.
    :raises PackError: if the file does not fit.
    :raises NotFound: if a post names a unit that does not exist on its first day.
    """
    if settings.PRODUCTION:
        raise DemoInProduction
    found = read_people(pack)
    if found is None:
        return Loaded()
    known = set(Account.objects.values_list("email", flat=True))
    fresh = [spec for spec in found.people if spec.email not in known]
    hashed = make_password(password)  # once: the password is the same and no secret
    accounts = Account.objects.bulk_create(
        Account(password=hashed, **spec.model_dump(exclude={"posts", "shown"}))
        for spec in fresh
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=account, email=account.email, verified=True, primary=True)
        for account in accounts
    )
    Assignment.objects.bulk_create(
        Assignment(account=account, **_post(post))
        for account, spec in zip(accounts, fresh, strict=True)
        for post in spec.posts
    )
    return Loaded(created=len(fresh), unchanged=len(found.people) - len(fresh))


def _post(spec: PostSpec) -> dict[str, Any]:
    facts = spec.model_dump(exclude={"unit"})
    return facts | {"unit_id": unit_by_code(spec.unit, spec.start_date).id}
