"""What is asked for: cases of a year by procedure, counted once a day for search."""

from datetime import datetime, timedelta

from django.db.models import Count

from motcua.cases.models import Case
from motcua.catalogue import commands as catalogue

LATELY = timedelta(days=365)


def count_demand(*, now: datetime) -> dict[str, int]:
    """Count the cases submitted in the last year by procedure code, and record it.

    One pass over a year's cases, at night; no request ever counts.
    """
    lately = Case.objects.filter(submitted_at__gte=now - LATELY)
    counts = lately.values_list("procedure_code").annotate(n=Count("pk"))
    cases = dict(counts.order_by("procedure_code"))
    catalogue.record_demand(cases=cases, now=now)
    return cases
