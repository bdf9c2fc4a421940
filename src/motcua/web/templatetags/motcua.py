"""Components and formats for templates; ``docs/reference/design-system.md``."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import heroicons
from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from motcua.kernel.money import Money
from motcua.kernel.texts import Text
from motcua.web import formats

register = template.Library()

NOTICE_ICONS = {
    "info": "information-circle",
    "success": "check-circle",
    "warning": "clock",
    "error": "exclamation-circle",
}
MESSAGE_KINDS = {"debug": "info", "success": "success", "warning": "warning"}
DUE_KINDS = {
    "early": ("check", pgettext_lazy("due", "Còn hạn")),
    "soon": ("clock", pgettext_lazy("due", "Sắp đến hạn")),
    "overdue": ("exclamation-triangle", pgettext_lazy("due", "Quá hạn")),
    "stopped": ("pause", pgettext_lazy("due", "Đang tạm dừng tính hạn")),
    "none": ("minus", pgettext_lazy("due", "Không có hạn")),
    "done": ("check-circle", pgettext_lazy("due", "Đã xong")),
}


def _drawing(name: str, style: str, size: int | None, attrs: dict[str, object]) -> str:
    return heroicons._render_icon(style, name, size, attrs)


@register.simple_tag
def icon(name: str, style: str = "mini", size: int = 20, label: str = "") -> SafeString:
    """Draw an icon; without a ``label`` it is hidden from screen readers."""
    attrs: dict[str, object] = (
        {"role": "img", "aria-label": label + ""} if label else {"aria-hidden": "true"}
    )
    return mark_safe(_drawing(name + "", style + "", size, attrs))  # noqa: S308 - built from the icon package


@register.filter
def text(value: object) -> str:
    """Write a text of three languages in the reader's.

    >>> text({"vi": "Khai sinh", "en": "Birth"})
    'Khai sinh'
    """
    if isinstance(value, Text):
        return value.to(get_language() or settings.LANGUAGE_CODE)
    if isinstance(value, Mapping):
        return Text.of(value).to(get_language() or settings.LANGUAGE_CODE)
    return "" if value is None else str(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day: 25/11/2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(timezone.get_current_timezone()).date()
    return formats.day(value, get_language())


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write an instant: 25/11/2026 14:30, in a ``<time>`` that programs can read."""
    if value is None:
        return ""
    written = formats.moment(value, get_language(), timezone.get_current_timezone())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written)


@register.filter
def money(value: Money | int | None) -> str:
    """Write an amount: 10.000 đồng."""
    if value is None:
        return ""
    amount = value if isinstance(value, Money) else Money(value, settings.CURRENCY)
    return formats.money(amount, get_language())


@register.filter
def number(value: int | None) -> str:
    """Write a whole number: 1.234."""
    return "" if value is None else formats.number(value, get_language())


@register.filter
def bytes_size(value: int | None) -> str:
    """Write a size of a file: 2,4 MB."""
    return "" if value is None else formats.size(value, get_language())


@register.filter
def basis(value: str) -> str:
    """Write what a line rests on: a citation, or a decision of ours by its number.

    >>> basis("khoản 3 Điều 147 91/2015/QH13")
    'khoản 3 Điều 147 91/2015/QH13'
    """
    if not value.startswith("decision:"):
        return value
    number = value.removeprefix("decision:").partition("-")[0]
    return gettext("Quy ước %(number)s của hệ thống") % {"number": number}


@register.simple_block_tag(takes_context=True)
def notice(
    context: Context, content: str, kind: str = "info", title: str = "", role: str = ""
) -> SafeString:
    """Say something the reader should not miss: info, success, warning, error."""
    del context
    parts = {"kind": kind, "title": title, "role": role, "body": content}
    return render_to_string(
        "web/components/notice.html", {**parts, "icon_name": NOTICE_ICONS[kind]}
    )


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, extra: str = "") -> SafeString:
    """Put things that belong together on one surface, under a heading."""
    return render_to_string(
        "web/components/card.html",
        {"title": title, "level": level, "extra": extra, "body": content},
    )


@register.simple_block_tag
def empty(content: str, icon_name: str = "inbox") -> SafeString:
    """Say that there is nothing here, and what to do about it."""
    return render_to_string(
        "web/components/empty.html", {"body": content, "icon_name": icon_name}
    )


@register.inclusion_tag("web/components/due.html")
def due_badge(kind: str, words: object = "", at: datetime | None = None) -> Any:
    """Show how a due date stands: a word, a shape and a colour, never colour alone."""
    icon_name, default = DUE_KINDS[kind]
    return {
        "kind": kind,
        "icon_name": icon_name,
        "words": words or default,
        "at": at,
    }


@register.inclusion_tag("web/components/badge.html")
def badge(words: object, kind: str = "", icon_name: str = "") -> Any:
    """Show a state in a word."""
    return {"words": words, "kind": kind, "icon_name": icon_name}


@register.inclusion_tag("web/components/derivation.html")
def derivation(lines: object, total: object = None) -> Any:
    """Show how a date or an amount follows: each line with the law it rests on."""
    return {"lines": lines, "total": total}


@register.inclusion_tag("web/components/timeline.html")
def timeline(entries: object) -> Any:
    """Show what happened when: entries with at, title, who, body, kind."""
    return {"entries": entries}


@register.inclusion_tag("web/components/steps.html")
def steps(names: object, current: int) -> Any:
    """Show where one is in a sequence; ``current`` counts from 1."""
    return {"names": names, "current": current}


@register.inclusion_tag("web/components/pager.html")
def pager(page: object) -> Any:
    """Lead to the next and first rows: page has ``next_url`` and ``first_url``."""
    return {"page": page}


@register.inclusion_tag("web/components/search.html")
def search_box(
    action: str,
    value: str = "",
    label: object = "",
    name: str = "q",
    placeholder: object = "",
    *,
    suggest: str = "",
) -> Any:
    """Ask for words to search for; ``suggest``: where suggestions are, while typing."""
    return {
        "suggest": suggest,
        "action": action,
        "value": value,
        "label": label or _("Tìm kiếm"),
        "name": name,
        "placeholder": placeholder,
    }


@register.filter
def message_kind(message: Any) -> str:
    """Return which notice fits a message of Django's."""
    return MESSAGE_KINDS.get(
        message.level_tag, "info" if message.level < 40 else "error"
    )


@register.filter
def notice_icon(kind: str) -> str:
    """Return the icon of a kind of notice."""
    return NOTICE_ICONS[kind]


@register.simple_tag(takes_context=True)
def current(context: Context, prefix: str, exact: bool = False) -> SafeString | str:
    """Mark the link to where the reader is, for eyes and for screen readers."""
    request = context.get("request")
    path = request.path if request else ""
    if path == prefix:
        return mark_safe(' aria-current="page"')
    if not exact and path.startswith(prefix):
        return mark_safe(' aria-current="true"')
    return ""


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """Return the address's query with some parts changed; None drops a part."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = value
    return f"?{params.urlencode()}"
