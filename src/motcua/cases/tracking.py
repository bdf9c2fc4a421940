"""Following a case without an account: its code and a second fact, nothing personal."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from motcua.cases import store
from motcua.cases.queries import id_of_code
from motcua.cases.rules.state import CLOSED, DECIDED, CaseState
from motcua.catalogue import queries as catalogue
from motcua.kernel.actors import SYSTEM_ID
from motcua.kernel.refusals import Kind, NotFound, Refusal, gettext_noop
from motcua.kernel.texts import Text

DIGITS = 4  # of the telephone or identity number that whoever asks must know


class TrackedNotFound(Refusal):
    """No case has this code and this second fact together."""

    code = "tracked_not_found"
    text = gettext_noop(
        "Không có hồ sơ nào khớp cả mã và bốn số này. "
        "Hãy xem lại mã trên giấy tiếp nhận và số đã khai."
    )
    kind = Kind.MISSING


@dataclass(frozen=True, slots=True)
class Tracked:
    """How far a case is; nothing about persons."""

    code: str
    procedure: Text
    status: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    steps: tuple[Text, ...]  # that are open

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.status not in CLOSED and self.status != DECIDED


def track(code: str, fact: str) -> Tracked:
    """Return how far the case with ``code`` is (theo dõi hồ sơ).

    ``fact`` are the last four digits of the applicant's telephone or identity number.
    The refusal is the same whether the code or the fact is wrong, so that nobody
    learns from it which codes exist.

    :raises TrackedNotFound: unless both fit.
    """
    try:
        case_id = id_of_code(code.strip().upper())
    except NotFound:
        raise TrackedNotFound from None
    state = store.load(case_id, actor_id=SYSTEM_ID, lock=False).state
    if not _knows(state, fact.strip()):
        raise TrackedNotFound
    assert state.version_id is not None  # noqa: S101 - set by SUBMITTED
    version = catalogue.get_version(state.version_id)
    steps = version.process.steps
    return Tracked(
        code=state.code or "",
        procedure=version.name,
        status=state.status,
        submitted_at=state.submitted_at,
        accepted_at=state.accepted_at,
        due_at=state.due_at,
        closed_at=state.closed_at,
        steps=tuple(steps[key].name for key in state.items if key in steps),
    )


def _knows(state: CaseState, fact: str) -> bool:
    applicant = state.dossier.get("applicant", {})
    known = [
        "".join(sign for sign in str(applicant.get(name, "")) if sign.isdigit())
        for name in ("phone", "identity_number")
    ]
    return any(
        len(number) >= DIGITS
        and compare_digest(number[-DIGITS:].encode(), fact.encode())
        for number in known
    )
