"""What is stored of a definition: its JSON, its hash, its card, its words."""

import hashlib
import json
from typing import Any

from motcua.catalogue.definition import ProcedureDefinition
from motcua.kernel.ledger import canonical
from motcua.kernel.texts import fold


def to_json(definition: ProcedureDefinition) -> dict[str, Any]:
    """Return the definition as JSON data; what is as usual is left out."""
    return definition.model_dump(mode="json", exclude_defaults=True)


def from_json(data: dict[str, Any]) -> ProcedureDefinition:
    """Return the definition that :func:`to_json` wrote."""
    return ProcedureDefinition.model_validate_json(json.dumps(data))


def hash_of(data: dict[str, Any]) -> str:
    """Return the SHA-256 of a definition's JSON in its one spelling, in hex."""
    return hashlib.sha256(canonical(data)).hexdigest()


def card_of(definition: ProcedureDefinition) -> dict[str, Any]:
    """Return what a list shows of a procedure, and by what it is found."""
    summary, words = definition.summary, definition.keywords
    return {
        "name": definition.name.as_dict(),
        "summary": summary.as_dict() if summary else {},
        "field_name": definition.field.name.as_dict(),
        "level": definition.competence.level,
        "channels": [str(channel) for channel in definition.channels],
        "applicants": list(definition.applicants),
        "service_level": definition.service_level,
        "keywords": [*words.vi, *words.en, *words.de],
    }


def words_of(text: str) -> str:
    """Return the folded words of ``text``, each after a blank.

    >>> words_of("Đăng ký (khai sinh)")
    ' dang ky khai sinh'
    """
    return "".join(f" {word}" for word in split_words(text))


def split_words(text: str) -> list[str]:
    """Return the folded words of ``text``; dots stay inside codes.

    >>> split_words("Mã 1.001193, “Hà Nội”.")
    ['ma', '1.001193', 'ha', 'noi']
    """
    kept = "".join(c if c.isalnum() or c == "." else " " for c in fold(text))
    return [word for word in (part.strip(".") for part in kept.split()) if word]
