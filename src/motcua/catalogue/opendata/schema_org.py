"""A procedure as schema.org knows it, for search engines: ``GovernmentService``."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from motcua.catalogue.opendata import wording
from motcua.catalogue.opendata.linked import Surroundings, description_of
from motcua.catalogue.opendata.nodes import Place, duration_of
from motcua.catalogue.opendata.records import Decider, FeeRecord, Record
from motcua.kernel.texts import Text

_IN_A_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def government_service(
    it: Record, around: Surroundings, place: Place, language: str
) -> dict[str, Any]:
    """Return a procedure as a ``GovernmentService``, in one language."""
    area = {"@type": "AdministrativeArea", "name": around.area.name.to(language)}
    deciders = list(
        dict.fromkeys(_decider(one, around).to(language) for one in it.deciders)
    )
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": place.service(it.code),
        "url": place.service(it.code),
        "identifier": it.code,
        "name": it.name.to(language),
        "description": description_of(it).to(language),
        "serviceType": it.field_name.to(language),
        "inLanguage": language,
        "areaServed": area,
        "jurisdiction": area,
        "audience": [
            {"@type": "Audience", "audienceType": known.to(language)}
            for who in it.applicants
            if (known := wording.APPLICANTS.get(who))
        ],
        "provider": {
            "@type": "GovernmentOrganization",
            "name": around.publisher.to(language),
        },
        "serviceOperator": [
            {"@type": "GovernmentOrganization", "name": name} for name in deciders
        ],
        "availableChannel": [_channel(it, one, place, language) for one in it.channels],
        "offers": [_offer(fee, language) for fee in it.fees if fee.amount is not None],
        "serviceOutput": [
            {"@type": "Thing", "name": name.to(language)}
            for _, name in it.results or ()
        ],
    }


def _decider(one: Decider, around: Surroundings) -> Text:
    other = wording.LEVELS["OTHER"]
    return (
        around.units.get(one.unit) or one.words or wording.LEVELS.get(one.level, other)
    )


def _channel(it: Record, channel: str, place: Place, language: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "ServiceChannel",
        "name": wording.CHANNELS[channel].to(language),
    }
    if channel == "ONLINE" and it.applies_here:
        said["serviceUrl"] = place.service(it.code)
    limits = {one.limit for one in it.limits}
    known = limits.pop() if len(limits) == 1 else None
    duration = duration_of(known) if known else None
    return said | ({"processingTime": duration.text} if duration else {})


def _offer(fee: FeeRecord, language: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "Offer",
        "name": fee.name.to(language),
        "price": fee.amount,
        "priceCurrency": fee.currency,
    }
    if fee.conditional:
        said["description"] = wording.SOMETIMES.to(language)
    return said


def as_script(data: dict[str, Any]) -> SafeString:
    r"""Return data as a block of a page that no browser runs.

    Nothing in it can end the block, whatever the data say.

    >>> as_script({"name": "</script>"})
    '<script type="application/ld+json">{"name":"\\u003c/script\\u003e"}</script>'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = mark_safe(text.translate(_IN_A_SCRIPT))  # noqa: S308 - nothing can end it
    return format_html('<script type="application/ld+json">{}</script>', safe)
