"""Who acts: a person, in their posts, with the powers they hold at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from motcua.kernel.refusals import Kind, Refusal, gettext_noop

SYSTEM_ID = UUID(int=0)


class Role(StrEnum):
    """What a person is to the centre. Staff roles are held in a unit, by a post."""

    CITIZEN = "CITIZEN"  # cá nhân
    BUSINESS = "BUSINESS"  # tổ chức, doanh nghiệp
    CLERK = "CLERK"  # công chức tiếp nhận
    OFFICER = "OFFICER"  # công chức thụ lý
    LEADER = "LEADER"  # người có thẩm quyền quyết định
    CONTROLLER = "CONTROLLER"  # công chức kiểm soát thủ tục hành chính
    ADMINISTRATOR = "ADMINISTRATOR"  # quản trị hệ thống
    SYSTEM = "SYSTEM"  # timers and jobs


class NotCompetent(Refusal):
    """The actor does not hold the power, by role, post or instrument."""

    code = "not_competent"
    text = gettext_noop(
        "Bạn không có thẩm quyền thực hiện việc này: thiếu quyền {power}. "
        "Hãy chuyển cho người có thẩm quyền hoặc hỏi lãnh đạo đơn vị."
    )
    kind = Kind.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Post:
    """A place a person holds: one role, in one unit, by one instrument."""

    id: UUID  # of the assignment
    role: Role
    unit_id: UUID
    unit_code: str
    unit_name: str
    title: str  # chức danh
    instrument: str = ""  # số, ngày của quyết định


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, with the posts and powers they hold at this moment."""

    id: UUID  # of the account
    name: str
    role: Role  # CITIZEN or BUSINESS; for staff the role of their first post
    posts: tuple[Post, ...] = ()
    powers: frozenset[str] = field(default=frozenset())

    @property
    def is_staff(self) -> bool:
        """Tell whether this person holds any post."""
        return bool(self.posts)

    @property
    def unit_ids(self) -> frozenset[UUID]:
        """Return the units in which this person holds a post."""
        return frozenset(post.unit_id for post in self.posts)

    def may(self, power: str) -> bool:
        """Tell whether the actor holds ``power``."""
        return power in self.powers

    def require(self, power: str) -> None:
        """Let an actor who holds ``power`` pass.

        :raises NotCompetent: if the actor does not hold it.
        """
        if power not in self.powers:
            raise NotCompetent(power=power)

    def post_in(self, unit_id: UUID | None, role: Role) -> Post | None:
        """Return the post that holds ``role`` in the unit, if there is one."""
        for post in self.posts:
            if post.role is role and post.unit_id == unit_id:
                return post
        return None

    def capacity(self, post: Post | None = None) -> Mapping[str, str]:
        """Return in which capacity the actor acts now, fixed for ever in an event.

        An applicant's name is personal and stays out of what is never erased.

        >>> Actor(SYSTEM_ID, "motcua", Role.SYSTEM).capacity()
        {'role': 'SYSTEM'}
        """
        if post is None:
            return {"role": str(self.role)}
        facts = {
            "name": self.name,
            "role": str(post.role),
            "title": post.title,
            "unit": post.unit_code,
            "unit_name": post.unit_name,
        }
        if post.instrument:
            facts["instrument"] = post.instrument
        return facts


SYSTEM = Actor(SYSTEM_ID, "motcua", Role.SYSTEM)
