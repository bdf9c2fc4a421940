"""What the sign-in page shows in a demo."""

from dataclasses import dataclass
from functools import cache

from django import template
from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from motcua.accounts import wording
from motcua.accounts.queries import SignInFacts
from motcua.kernel.actors import Role
from motcua.organisations.commands import DEMO_PASSWORD, Example, list_examples

register = template.Library()

ROLE_NAMES = {
    Role.CITIZEN: gettext_noop("Cá nhân"),
    Role.BUSINESS: gettext_noop("Tổ chức, doanh nghiệp"),
    Role.CLERK: gettext_noop("Công chức tiếp nhận"),
    Role.OFFICER: gettext_noop("Công chức thụ lý"),
    Role.LEADER: gettext_noop("Người có thẩm quyền quyết định"),
    Role.CONTROLLER: gettext_noop("Kiểm soát thủ tục hành chính"),
    Role.ADMINISTRATOR: gettext_noop("Quản trị hệ thống"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a newcomer may sign in as."""

    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The people of the demo and their one password."""

    password: str
    list: tuple[Person, ...]


@cache
def _known() -> tuple[Example, ...]:
    return tuple(found for pack in settings.PACKS for found in list_examples(pack))


@register.filter
def device(said: str) -> str:
    """Write what a browser says of itself: Firefox, Windows."""
    return wording.device_words(said)


@register.filter
def method(said: str) -> str:
    """Write the factors that were shown: mật khẩu + ứng dụng xác thực."""
    return wording.method_words(said)


@register.filter
def event(row: SignInFacts) -> str:
    """Write what happened at the door."""
    return str(wording.EVENT_WORDS[row.event])


@register.filter
def is_failure(row: SignInFacts) -> bool:
    """Tell whether somebody was not let in."""
    return row.event in wording.FAILURES


@register.filter
def scopes(given: tuple[str, ...]) -> str:
    """Write what a token may do."""
    return wording.scope_words(given)


@register.simple_tag
def examples() -> Examples | None:
    """Return the demo's people, in a demo only."""
    if not settings.DEMO or settings.PRODUCTION:
        return None
    return Examples(
        DEMO_PASSWORD,
        tuple(Person(p.email, gettext(ROLE_NAMES[p.role])) for p in _known()),
    )
