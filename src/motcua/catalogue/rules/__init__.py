"""What a procedure asks of a case: pure functions of the definition and answers."""

from motcua.catalogue.rules.answers import check_form
from motcua.catalogue.rules.facts import asked_fields, circumstances, facts_of
from motcua.catalogue.rules.needs import (
    Competent,
    FeeLine,
    FeesDue,
    Need,
    competent_of,
    components_needed,
    extension_of,
    fees_due,
    missing_components,
    variant_of,
)

__all__ = [
    "Competent",
    "FeeLine",
    "FeesDue",
    "Need",
    "asked_fields",
    "check_form",
    "circumstances",
    "competent_of",
    "components_needed",
    "extension_of",
    "facts_of",
    "fees_due",
    "missing_components",
    "variant_of",
]
