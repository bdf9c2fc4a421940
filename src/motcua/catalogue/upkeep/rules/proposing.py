"""A proposal's way from a draft to the catalogue: who may do what, and when."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from motcua.kernel.law import decided_by
from motcua.kernel.ledger import link
from motcua.kernel.refusals import Kind, Refusal, gettext_noop
from motcua.kernel.texts import Text


class Purpose(StrEnum):
    """What a proposal wants."""

    VERSION = "VERSION"  # a version of a procedure is published (công bố)
    CLOSING = "CLOSING"  # a procedure is abolished (bãi bỏ)


class State(StrEnum):
    """How far a proposal is."""

    DRAFT = "DRAFT"  # đang soạn
    SUBMITTED = "SUBMITTED"  # chờ phê duyệt
    RETURNED = "RETURNED"  # trả lại để sửa
    APPROVED = "APPROVED"  # đã phê duyệt, chưa công bố
    PUBLISHED = "PUBLISHED"  # đã công bố
    WITHDRAWN = "WITHDRAWN"  # đã rút

    @property
    def label(self) -> Text:
        """Return its name."""
        return _LABELS[self]


class Act(StrEnum):
    """What people do with a proposal; each is an event."""

    STARTED = "STARTED"
    SAVED = "SAVED"
    REBASED = "REBASED"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


_LABELS: Mapping[State, Text] = {
    State.DRAFT: Text("Đang soạn", "Draft", "Entwurf"),
    State.SUBMITTED: Text("Chờ phê duyệt", "Awaiting approval", "Wartet auf Freigabe"),
    State.RETURNED: Text("Trả lại để sửa", "Returned", "Zurückgegeben"),
    State.APPROVED: Text("Đã phê duyệt", "Approved", "Freigegeben"),
    State.PUBLISHED: Text("Đã công bố", "Published", "Veröffentlicht"),
    State.WITHDRAWN: Text("Đã rút", "Withdrawn", "Zurückgezogen"),
}
OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED})
_EDITABLE = frozenset({State.DRAFT, State.RETURNED})
_MAY: Mapping[Act, frozenset[State]] = {
    Act.SAVED: _EDITABLE,
    Act.REBASED: _EDITABLE,
    Act.SUBMITTED: _EDITABLE,
    Act.RETURNED: frozenset({State.SUBMITTED, State.APPROVED}),
    Act.APPROVED: frozenset({State.SUBMITTED}),
    Act.PUBLISHED: frozenset({State.APPROVED}),
    Act.WITHDRAWN: OPEN,
}
_TO: Mapping[Act, State] = {
    Act.SUBMITTED: State.SUBMITTED,
    Act.RETURNED: State.RETURNED,
    Act.APPROVED: State.APPROVED,
    Act.PUBLISHED: State.PUBLISHED,
    Act.WITHDRAWN: State.WITHDRAWN,
}
AUTHORSHIP = frozenset({Act.STARTED, Act.SAVED, Act.REBASED, Act.SUBMITTED})
_NEEDS_REASON = frozenset({Act.RETURNED, Act.WITHDRAWN})


class ProposalNotReady(Refusal):
    """The proposal's state does not allow this; ``state`` says which it is."""

    code = "proposal_not_ready"
    text = gettext_noop(
        "Dự thảo đang ở trạng thái “{state}” nên chưa làm được việc này. "
        "Hãy tải lại trang để xem các việc có thể làm."
    )


class OwnProposal(Refusal):
    """Somebody would approve what they wrote themselves."""

    code = "own_proposal"
    text = gettext_noop(
        "Bạn đã soạn dự thảo này nên không được tự phê duyệt. "
        "Hãy đề nghị một người khác phê duyệt."
    )
    kind = Kind.FORBIDDEN


class ProposalNeedsReason(Refusal):
    """A proposal is returned or withdrawn without saying why."""

    code = "proposal_needs_reason"
    text = gettext_noop("Hãy ghi lý do để người khác biết cần sửa điều gì.")
    kind = Kind.INVALID


class ProposalTooLong(Refusal):
    """The text is longer than any procedure is."""

    code = "proposal_too_long"
    text = gettext_noop("Nội dung dài quá {most} ký tự. Hãy rút gọn rồi lưu lại.")
    kind = Kind.INVALID


MOST_CHARACTERS = 200_000


@decided_by("0101-four-eyes")
def check_act(act: Act, state: State, *, reason: str = "") -> State:
    """Check that ``act`` is possible now, and return the state it leads to.

    A draft is written, submitted, and approved or returned; only what is approved is
    published. Whoever returns or withdraws says why.

    >>> check_act(Act.SUBMITTED, State.DRAFT)
    <State.SUBMITTED: 'SUBMITTED'>

    :raises ProposalNotReady: if the state does not allow it.
    :raises ProposalNeedsReason: if it is returned or withdrawn without a reason.
    """
    if state not in _MAY[act]:
        raise ProposalNotReady(state=state.label)
    if act in _NEEDS_REASON and not reason.strip():
        raise ProposalNeedsReason
    return _TO.get(act, state)


@decided_by("0101-four-eyes")
def check_approver(approver: UUID, authors: Collection[UUID]) -> None:
    """Check that somebody approves who did not write (bốn mắt).

    Everybody is an author who started, saved or submitted the proposal, however
    small the change was and whoever changed it later.

    :raises OwnProposal: if ``approver`` is one of the authors.
    """
    if approver in authors:
        raise OwnProposal


@decided_by("0101-four-eyes")
def check_length(text: str) -> None:
    """Check that a text can be kept.

    :raises ProposalTooLong: if it is longer than any procedure is.
    """
    if len(text) > MOST_CHARACTERS:
        raise ProposalTooLong(most=MOST_CHARACTERS)


@decided_by("0102-proposals-are-appended")
def hash_after(previous: bytes, header: Mapping[str, Any], text: str) -> bytes:
    """Return the hash of a proposal's event: over the one before, and all it says."""
    digest = sha256(text.encode()).hexdigest()
    return link(previous, {**header, "text": digest})
