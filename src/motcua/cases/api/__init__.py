"""JSON of cases: translate, call one command or query, translate back."""

from motcua.cases.api import acting, applying, calendars, public, reading, touched
from motcua.cases.api.common import router

__all__ = ["acting", "applying", "calendars", "public", "reading", "router", "touched"]
