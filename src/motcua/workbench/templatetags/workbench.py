"""Small words for the officers' pages."""

from django import template

from motcua.workbench import lines

register = template.Library()


@register.filter
def role_word(role: str) -> str:
    """Write a role in the reader's language."""
    return lines.role_name(str(role))
