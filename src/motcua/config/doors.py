"""Who may come in is asked before anything that they send is read."""

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.throttling import BaseThrottle

from motcua.web.permissions import SIGNED_IN, Door, check, declared_by


class Guard(BaseThrottle):
    """Stands where django-ninja asks whether to go on: before it reads the input.

    The view checks once more when it is called. Without a guard its answer to a body
    that is wrong would come first, and tell strangers what it takes.
    """

    def __init__(self, needs: tuple[str | Door, ...]) -> None:
        self.needs = needs

    def allow_request(self, request: HttpRequest) -> bool:
        """Let the request pass if it meets what the operation declares.

        :raises SignInNeeded: if nobody knows who asks and the door is not public.
        :raises NotCompetent: if the actor holds none of the powers.
        """
        check(request, self.needs)
        return True


def guard(api: NinjaAPI) -> None:
    """Put a guard before every operation; one that declares nothing wants a sign-in."""
    for router in api._get_bound_routers():  # no public way in 1.7
        for view in router.path_operations.values():
            for operation in view.operations:
                needs = declared_by(operation.view_func) or (SIGNED_IN,)
                operation.throttle_objects = [*operation.throttle_objects, Guard(needs)]
