"""Small procedures for tests."""

from motcua.catalogue.definition import ProcedureDefinition
from motcua.catalogue.publishing import from_json


def words(text):
    return {"vi": text, "en": text, "de": text}


def data(code="1.000001", name="Thủ tục thử", **more):
    """Return the JSON of the smallest procedure there is."""
    return {
        "code": code,
        "name": words(name),
        "in_force_from": "2025-07-01",
        "legal_bases": ["60/2014/QH13"],
        "applicants": ["CITIZEN"],
        "channels": ["ONLINE"],
        "service_level": "FULL",
        "receiving": {"places": "ANY"},
        "competence": {"level": "COMMUNE", "unit": "territory"},
        "form": {
            "sections": [
                {
                    "id": "one",
                    "name": words("Một"),
                    "fields": [{"id": "who", "type": "TEXT", "name": words("Ai")}],
                }
            ]
        },
        "components": [],
        "fees": [{"id": "none", "name": words("0"), "kind": "FEE", "amount": 0}],
        "time_limits": [
            {"id": "all", "name": words("Chung"), "limit": "5 working days"}
        ],
        "supplement": {"clock": "RESTART", "basis": "118/2025/NĐ-CP"},
        "results": [{"id": "approved", "kind": "APPROVAL", "name": words("Xong")}],
        "sources": [
            {
                "title": words("Luật"),
                "where": "60/2014/QH13",
                "checked_on": "2026-07-31",
                "covers": ["IDENTITY"],
                "confirmed": True,
            }
        ],
        "field": {"id": "civil_status", "name": words("Hộ tịch")},
        "process": {
            "steps": [
                {
                    "id": "sign",
                    "name": words("Ký"),
                    "who": {"role": "LEADER", "unit": "competent"},
                    "outcomes": [
                        {"id": "ok", "name": words("Đồng ý"), "result": "approved"}
                    ],
                }
            ]
        },
        **more,
    }


def definition(*args, **more) -> ProcedureDefinition:
    """Return the smallest procedure there is."""
    return from_json(data(*args, **more))


def with_fields(*fields, **more) -> ProcedureDefinition:
    """Return a procedure whose form has these fields, named after their ids."""
    named = [{"name": words(field["id"]), **field} for field in fields]
    section = {"id": "one", "name": words("Một"), "fields": named}
    return definition(form={"sections": [section]}, **more)
