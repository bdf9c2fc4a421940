"""What every form of an action shares: which request, what was seen, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.cases.actions import Action
from motcua.cases.commands import Acted, Order
from motcua.cases.queries import CaseView
from motcua.catalogue.queries import ProcedureVersion
from motcua.deadlines import WorkCalendar
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import InvalidInput, Refusal
from motcua.web.refusals import text_of

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form has to know of the case that it acts on."""

    view: CaseView
    version: ProcedureVersion
    action: Action
    calendar: WorkCalendar
    key: str  # of the request
    units: Choices = ()
    people: Choices = ()
    on_paper: Choices = ()  # papers of which there is no file


def area(label: Any, *, rows: int = 3, required: bool = True, **more: Any) -> Any:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        widget=forms.Textarea({"rows": str(rows)}),
        **more,
    )


class ActionForm(forms.Form):
    """Base: which request it is and what its writer had seen of the case."""

    places: ClassVar[
        Mapping[str, str]
    ] = {}  # code of a refusal → the field it is about
    sees: ClassVar[bool] = True  # whether it minds what happened meanwhile
    grave: ClassVar[bool] = False  # whether it cannot be undone

    request_key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    item = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, ground: Ground, data: Any = None) -> None:
        super().__init__(
            data,
            auto_id=f"{slug_of(ground.action)}-%s",
            label_suffix="",
            use_required_attribute=False,
            initial={
                "request_key": ground.key,
                "seen": ground.view.seq,
                "item": ground.action.item,
            },
        )
        self.ground = ground
        self.build(ground)

    def build(self, ground: Ground) -> None:
        """Add what depends on the case."""

    def act(self, order: Order, data: dict[str, Any]) -> Acted:
        """Call the command."""
        raise NotImplementedError

    def run(self, case_id: UUID, actor: Actor, now: datetime) -> Acted | None:
        """Do it, or say beside the fields why it cannot be done.

        :raises ChangedMeanwhile: if something happened that the writer has not seen.
        """
        if not self.is_valid():
            return None
        data = self.cleaned_data
        order = Order(
            case_id,
            actor,
            now,
            key=data["request_key"],
            seen=data["seen"] if self.sees else None,
        )
        try:
            return self.act(order, data)
        except InvalidInput as refusal:
            for name, error in refusal.fields.items():
                self._say(self.field_of(name), error)
        except Refusal as refusal:
            if refusal.kind == "STALE":
                raise
            self._say(self.places.get(refusal.code), refusal)
        return None

    def field_of(self, name: str) -> str | None:
        """Return the field of this form that a refused input is about."""
        return name if name in self.fields else None

    def _say(self, name: str | None, refusal: Refusal) -> None:
        self.add_error(name if name in self.fields else None, text_of(refusal))


class ReasonForm(ActionForm):
    """Base of what needs nothing but a reason."""

    reason = area(_("Lý do"))
    places: ClassVar[Mapping[str, str]] = {"reason_missing": "reason"}


def slug_of(action: Action) -> str:
    """Return what tells an action's form from all others on the page."""
    name = f"{action.name}-{action.item}" if action.item else action.name
    return name.replace(":", "-")


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field of choices its choices."""
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - declared so above
    chosen.choices = list(choices)
