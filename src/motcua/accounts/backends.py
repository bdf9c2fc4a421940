"""The account of a session, read together with its actor by one statement."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from motcua.authority.queries import signed_in
from motcua.kernel.refusals import NotFound


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does; reads the person of a request once."""

    def get_user(self, user_id: Any) -> Any:
        """Return the account with its actor on it, or nothing if it is closed.

        ``web.actors.actor_of`` finds ``account.actor``. The remaining columns are read
        when somebody asks for them.
        """
        account_id = UUID(str(user_id))
        try:
            found = signed_in(account_id, timezone.now())  # noqa: TID251 (the border)
        except NotFound:
            return None
        facts = {
            "id": account_id,
            "password": found.password,
            "email": found.email,
            "name": found.actor.name,
            "kind": found.kind,
            "language": found.language,
            "is_active": True,
        }
        table = get_user_model()
        columns = [
            field.attname
            for field in table._meta.concrete_fields
            if field.attname in facts
        ]
        values = [facts[column] for column in columns]
        account: Any = table.from_db(DEFAULT_DB_ALIAS, columns, values)
        account.actor = found.actor
        return account
