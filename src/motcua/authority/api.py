"""JSON of who one is here: posts and powers."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from motcua.web.actors import actor_of
from motcua.web.permissions import SIGNED_IN, permission

router = Router(tags=["you"])


class PostOut(Schema):
    """A post that you hold."""

    role: str
    title: str
    unit_id: UUID
    unit_code: str
    unit_name: str


class MeOut(Schema):
    """Who you are here, and what you may do within the scopes of your token."""

    id: UUID
    name: str
    role: str
    posts: list[PostOut]
    powers: list[str]


@router.get("/me", response=MeOut, operation_id="get_me")
@permission(SIGNED_IN)
def get_me(request: HttpRequest) -> MeOut:
    """Say who you are here, in which posts, with which powers."""
    actor = actor_of(request)
    names = PostOut.model_fields
    return MeOut(
        id=actor.id,
        name=actor.name,
        role=actor.role,
        posts=[PostOut(**{n: getattr(post, n) for n in names}) for post in actor.posts],
        powers=sorted(actor.powers),
    )
