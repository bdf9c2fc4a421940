"""Forms that give work to people, and say something."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.cases import commands
from motcua.cases.commands import Acted, Order
from motcua.workbench.forms.base import ActionForm, Ground, area, choose


class ReassignForm(ActionForm):
    """Give open work to a person, or back to the unit."""

    assignee = forms.ChoiceField(label=_("Giao cho"), required=False)
    places: ClassVar[Mapping[str, str]] = {"no_post_for_work": "assignee"}

    def build(self, ground: Ground) -> None:
        """Offer the people who may do the work."""
        choose(self, "assignee", [("", _("Cả đơn vị")), *ground.people])

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Give it."""
        chosen = data["assignee"]
        return commands.reassign_work(
            order, item=data["item"], assignee_id=UUID(chosen) if chosen else None
        )


class TalkForm(ActionForm):
    """Base of what is said: it minds nothing that happened meanwhile."""

    text = area(_("Nội dung"), rows=2)
    sees: ClassVar[bool] = False
    places: ClassVar[Mapping[str, str]] = {"text_missing": "text"}


class CommentForm(TalkForm):
    """Say something to colleagues."""

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Say it."""
        return commands.comment_on_case(order, text=data["text"])


class MessageForm(TalkForm):
    """Write to the applicant."""

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Send it."""
        return commands.send_message(order, text=data["text"])
