"""Whose open work a change of posts or units would touch, before it is made."""

from uuid import UUID

from django.http import HttpRequest

from motcua.cases import queries
from motcua.cases.api.common import router
from motcua.cases.queries import OpenWork
from motcua.organisations import queries as organisations
from motcua.web.permissions import permission
from motcua.web.shapes import Output

EDIT = "organisations.edit"


class OpenWorkOut(Output):
    """How much open work hangs on a post or a unit: counts, no cases."""

    given: int
    of_role: int
    of_unit: int


@router.get(
    "/posts/{post_id}/open-work",
    response=OpenWorkOut,
    operation_id="count_open_work_of_post",
    tags=["units"],
)
@permission(EDIT)
def of_post(request: HttpRequest, post_id: UUID) -> OpenWork:
    """Say how much open work hangs on a post, before it is ended."""
    post = organisations.get_post(post_id)
    return queries.open_work_of_post(post.account_id, post.unit_id, post.role)


@router.get(
    "/units/{unit_id}/open-work",
    response=OpenWorkOut,
    operation_id="count_open_work_of_unit",
    tags=["units"],
)
@permission(EDIT)
def of_unit(request: HttpRequest, unit_id: UUID) -> OpenWork:
    """Say how much open work a unit has, before it is ended."""
    return queries.open_work_of_unit(organisations.get_unit(unit_id).id)
