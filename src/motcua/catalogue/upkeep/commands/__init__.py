"""Writes of proposals: one event each, appended and chained; nothing typed is lost."""

from motcua.catalogue.upkeep.commands.deciding import (
    approve_proposal,
    publish_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from motcua.catalogue.upkeep.commands.events import APPROVE, EDIT, PUBLISH, Order
from motcua.catalogue.upkeep.commands.keeping import (
    Beginning,
    rebase_proposal,
    save_proposal,
    start_proposal,
)
from motcua.catalogue.upkeep.commands.refusals import (
    ApprovedOtherwise,
    ProcedureMovedOn,
    ProcedureNameNeeded,
    ProposalChangesNothing,
    ProposalDefective,
    TemplateUnknown,
)

__all__ = [
    "APPROVE",
    "EDIT",
    "PUBLISH",
    "ApprovedOtherwise",
    "Beginning",
    "Order",
    "ProcedureMovedOn",
    "ProcedureNameNeeded",
    "ProposalChangesNothing",
    "ProposalDefective",
    "TemplateUnknown",
    "approve_proposal",
    "publish_proposal",
    "rebase_proposal",
    "return_proposal",
    "save_proposal",
    "start_proposal",
    "submit_proposal",
    "withdraw_proposal",
]
