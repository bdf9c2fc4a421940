"""What officers fill in to act on a case: each form knows its one command."""

from motcua.workbench.forms.base import ActionForm, Choices, Ground, choose, slug_of
from motcua.workbench.forms.deciding import (
    AcceptForm,
    EraseForm,
    ExtendForm,
    RefuseForm,
    ReopenForm,
    StopForm,
    SupplementForm,
    WithdrawForm,
)
from motcua.workbench.forms.talking import (
    CommentForm,
    MessageForm,
    ReassignForm,
    TalkForm,
)
from motcua.workbench.forms.working import (
    WAYS,
    AnswerForm,
    ApologiseForm,
    CompleteForm,
    ConsultForm,
    ReturnForm,
)

__all__ = [
    "WAYS",
    "AcceptForm",
    "ActionForm",
    "AnswerForm",
    "ApologiseForm",
    "Choices",
    "CommentForm",
    "CompleteForm",
    "ConsultForm",
    "EraseForm",
    "ExtendForm",
    "Ground",
    "MessageForm",
    "ReassignForm",
    "RefuseForm",
    "ReopenForm",
    "ReturnForm",
    "StopForm",
    "SupplementForm",
    "TalkForm",
    "WithdrawForm",
    "choose",
    "slug_of",
]
