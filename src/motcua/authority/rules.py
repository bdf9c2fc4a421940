"""Who may do what, and who may see which case: one table and one predicate."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from motcua.kernel.actors import Actor, NotCompetent, Post, Role
from motcua.kernel.law import decided_by
from motcua.kernel.refusals import Kind, Refusal, gettext_noop

# How one gets in is a person's own affair: no token ever carries this.
NEVER_BY_TOKEN = frozenset({"accounts.manage_access"})
_OWN = NEVER_BY_TOKEN | {"accounts.edit_profile", "notices.read"}  # tokens need them
_APPLICANT = _OWN | frozenset(
    {
        "cases.read",
        "cases.submit",
        "cases.supplement",
        "cases.withdraw",
        "cases.stop",
        "cases.message",
    }
)
_STAFF = _OWN | {"workbench.enter", "organisations.read", "catalogue.read"}
_CASE_WORK = _STAFF | {"cases.read", "cases.work", "cases.comment", "cases.message"}

POWERS_OF: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.CITIZEN: _APPLICANT,
        Role.BUSINESS: _APPLICANT,
        Role.CLERK: _CASE_WORK
        | {
            "cases.submit",  # for an applicant who stands at the counter
            "cases.accept",
            "cases.request_supplement",
            "cases.supplement",
            "cases.refuse",
            "cases.complete_step",
            "cases.record_payment",
            "cases.return_result",
            "cases.withdraw",
            "cases.stop",
        },
        Role.OFFICER: _CASE_WORK
        | {
            "cases.request_supplement",
            "cases.complete_step",
            "cases.consult",
            "cases.answer",
            "cases.apologise",
        },
        Role.LEADER: _CASE_WORK
        | {
            "cases.request_supplement",
            "cases.complete_step",
            "cases.consult",
            "cases.answer",
            "cases.decide",
            "cases.apologise",
            "cases.reassign",
            "cases.reopen",
        },
        Role.CONTROLLER: _STAFF
        | {
            "cases.see_all",
            "cases.read",
            "cases.work",
            "cases.comment",
            "cases.verify",
            "cases.erase",
            "catalogue.edit",
            "catalogue.approve",  # never what they wrote themselves
            "catalogue.publish",
        },
        Role.ADMINISTRATOR: _STAFF
        | {
            "organisations.edit",
            "accounts.read_sign_ins",
            "deadlines.edit_calendar",
            "notices.send_again",
        },
        Role.SYSTEM: frozenset(
            {"cases.see_all", "cases.follow_calendar", "cases.end_silence"}
        ),
    }
)
POWERS = frozenset[str]().union(*POWERS_OF.values())
CASE_ROLES = frozenset({Role.CLERK, Role.OFFICER, Role.LEADER})
APPLICANT_ROLES = frozenset({Role.CITIZEN, Role.BUSINESS})


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a person may see: the one predicate behind every list and page.

    A case is seen if ``everything``, or if its applicant is ``applicant_id``, or if
    one of ``unit_ids`` is on its path.
    """

    everything: bool = False
    applicant_id: UUID | None = None
    unit_ids: frozenset[UUID] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether no case at all can be seen."""
        return not (self.everything or self.applicant_id or self.unit_ids)

    def sees(self, *, applicant_id: UUID | None, path: Collection[UUID]) -> bool:
        """Tell whether a case of ``applicant_id`` that went along ``path`` is seen.

        >>> Scope().sees(applicant_id=None, path=[])
        False
        """
        if self.everything:
            return True
        if self.applicant_id is not None and self.applicant_id == applicant_id:
            return True
        return not self.unit_ids.isdisjoint(path)


@decided_by("0030-roles-and-powers")
def powers_of(role: Role) -> frozenset[str]:
    """Return the powers that come with ``role`` (quyền theo vai trò).

    >>> "cases.decide" in powers_of(Role.LEADER)
    True
    """
    return POWERS_OF[role]


@decided_by("0030-roles-and-powers")
def powers_of_posts(roles: Collection[Role]) -> frozenset[str]:
    """Return the powers of all roles that a person holds at once."""
    return frozenset[str]().union(*(POWERS_OF[role] for role in roles))


@decided_by("0030-roles-and-powers")
def scope_of(actor: Actor) -> Scope:
    """Return which cases ``actor`` may see (phạm vi xem hồ sơ).

    A controller sees every case. Whoever works on cases sees those whose path runs
    through one of their units. An applicant sees their own. An administrator sees
    none: accounts and calendars need no look into people's papers.
    """
    if actor.may("cases.see_all"):
        return Scope(everything=True)
    return Scope(
        applicant_id=actor.id if actor.role in APPLICANT_ROLES else None,
        unit_ids=frozenset(p.unit_id for p in actor.posts if p.role in CASE_ROLES),
    )


@decided_by("0030-roles-and-powers")
def post_for(actor: Actor, power: str, unit_ids: Collection[UUID]) -> Post:
    """Return the post by which ``actor`` may use ``power`` in one of the units.

    A power counts only where its post is: a leader of one ward decides nothing in
    another.

    :raises NotCompetent: if no post of theirs gives the power there.
    """
    actor.require(power)
    for post in actor.posts:
        if post.unit_id in unit_ids and power in POWERS_OF[post.role]:
            return post
    raise NotCompetent(power=power)


@decided_by("0034-api-tokens")
def limit_to(actor: Actor, scopes: Collection[str]) -> Actor:
    """Return ``actor`` with only the powers that ``scopes`` name.

    A scope is a power, or a capability for all its powers (``cases``); none at all
    means every power of the owner. Nothing is ever added: a controller's token
    without ``cases.see_all`` sees no more than the posts of its owner allow. What a
    person must do themselves (``NEVER_BY_TOKEN``) no token may.
    """
    kept = frozenset(
        power
        for power in actor.powers - NEVER_BY_TOKEN
        if not scopes or power in scopes or power.partition(".")[0] in scopes
    )
    return Actor(actor.id, actor.name, actor.role, actor.posts, kept)


class UnknownScope(Refusal):
    """A scope is neither a power nor a group of powers."""

    code = "unknown_scope"
    text = gettext_noop(
        "Không có phạm vi “{scope}”. Hãy dùng tên quyền (cases.accept) "
        "hoặc nhóm quyền (cases)."
    )
    kind = Kind.INVALID


class BadLifetime(Refusal):
    """A token would last less than a day or longer than allowed."""

    code = "bad_lifetime"
    text = gettext_noop("Mã truy cập phải có hiệu lực từ 1 đến {most} ngày.")
    kind = Kind.INVALID


LONGEST_TOKEN = 366  # days


@decided_by("0034-api-tokens")
def check_token(scopes: Collection[str], days: int) -> None:
    """Check what a new token is asked to be.

    :raises UnknownScope: if a scope is neither a power nor a group of powers.
    :raises BadLifetime: unless it lasts from one day to a year.
    """
    groups = {power.partition(".")[0] for power in POWERS}
    for scope in scopes:
        if scope not in POWERS and scope not in groups:
            raise UnknownScope(scope=scope)
    if not 1 <= days <= LONGEST_TOKEN:
        raise BadLifetime(most=LONGEST_TOKEN)


class ScopeBeyondPowers(Refusal):
    """A person asks for a token that could do what they may not do themselves."""

    code = "scope_beyond_powers"
    text = gettext_noop(
        "Bạn không có quyền “{scope}” nên không thể giao quyền đó cho một mã truy cập."
    )
    kind = Kind.INVALID


class ScopeNeeded(Refusal):
    """A person makes a token without saying what it may do."""

    code = "scope_needed"
    text = gettext_noop("Hãy chọn ít nhất một quyền cho mã truy cập.")
    kind = Kind.INVALID


@decided_by("0190-access-is-managed-in-person")
def own_scopes(actor: Actor, wanted: Collection[str]) -> frozenset[str]:
    """Return the powers that ``actor`` may give to a token, of those ``wanted``.

    A group stands for the powers in it that they hold now: what they are given later
    a token does not gain.

    :raises ScopeNeeded: if nothing is wanted.
    :raises UnknownScope: if a scope is neither a power nor a group of powers.
    :raises ScopeBeyondPowers: if they hold none of it.
    """
    if not wanted:
        raise ScopeNeeded
    check_token(wanted, 1)
    grantable = actor.powers - NEVER_BY_TOKEN
    given = frozenset[str]()
    for scope in wanted:
        found = {p for p in grantable if scope in (p, p.partition(".")[0])}
        if not found:
            raise ScopeBeyondPowers(scope=scope)
        given |= found
    return given
