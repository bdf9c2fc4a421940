"""An application being written: what is asked, what is answered, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.cases import commands as cases
from motcua.cases.frames import local_day
from motcua.cases.queries import DraftFacts
from motcua.catalogue import queries as catalogue
from motcua.catalogue import rules
from motcua.catalogue.definition import Channel
from motcua.catalogue.form import Section
from motcua.catalogue.queries import ProcedureVersion
from motcua.kernel.actors import Actor
from motcua.kernel.refusals import InvalidInput, Refusal

# The id of a form's section has no hyphen: these can never be one.
PAPERS, HANDOVER, REVIEW = "your-papers", "hand-over", "look-over"


@dataclass(frozen=True, slots=True)
class Step:
    """One page of an application."""

    slug: str
    name: str


class Application:
    """A draft with its procedure: what is asked, what is answered, what is next."""

    def __init__(self, actor: Actor, draft: DraftFacts, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self.draft = draft
        self.version: ProcedureVersion = catalogue.get_version(draft.version_id)
        self.definition = self.version.definition
        self.form: dict[str, Any] = dict(draft.data.get("form", {}))
        self.papers: Mapping[str, Any] = draft.data.get("papers", {})
        self.handover: Mapping[str, str] = draft.data.get("handover", {})

    @cached_property
    def around(self) -> dict[str, str]:
        """Return the circumstances of the application."""
        return rules.circumstances(
            applied_on=local_day(self.now),
            channel=Channel.ONLINE,
            applicant=str(self.actor.role),
        )

    @property
    def answers(self) -> dict[str, Any]:
        """Return answers and circumstances."""
        return {**self.form, **self.around}

    def sections(self) -> list[Section]:
        """Return the sections in which something is asked."""
        asked = {
            field.id for field in rules.asked_fields(self.definition, self.answers)
        }
        return [
            section
            for section in self.definition.form.sections
            if any(field.id in asked for field in section.fields)
        ]

    def steps(self) -> list[Step]:
        """Return the pages of this application."""
        language = get_language() or settings.LANGUAGE_CODE
        return [
            *(
                Step(section.id, section.name.to(language))
                for section in self.sections()
            ),
            Step(PAPERS, _("Giấy tờ")),
            Step(HANDOVER, _("Nơi nộp, nơi nhận")),
            Step(REVIEW, _("Xem lại và nộp")),
        ]

    def url(self, slug: str) -> str:
        """Return the address of a page."""
        return reverse("portal:draft_step", args=[self.draft.id, slug])

    def after(self, slug: str) -> str:
        """Return the address of the page that follows."""
        slugs = [step.slug for step in self.steps()]
        place = slugs.index(slug) if slug in slugs else -1
        return self.url(slugs[min(place + 1, len(slugs) - 1)])

    def context(self, slug: str) -> dict[str, Any]:
        """Return what every page of the application shows."""
        steps = self.steps()
        slugs = [step.slug for step in steps]
        place = slugs.index(slug)
        return {
            "application": self,
            "it": self.definition,
            "draft": self.draft,
            "step": steps[place],
            "step_names": [step.name for step in steps],
            "step_number": place + 1,
            "back_url": self.url(slugs[place - 1]) if place else None,
        }

    def wrong(self) -> dict[str, Refusal]:
        """Return what is wrong with the answers, by field."""
        try:
            rules.check_form(self.definition, self.answers)
        except InvalidInput as refusal:
            return refusal.fields
        return {}

    def save(self, **changes: Any) -> None:
        """Save parts of the draft as they are."""
        cases.save_draft(
            actor=self.actor,
            draft_id=self.draft.id,
            changes=changes,
            now=self.now,
        )
