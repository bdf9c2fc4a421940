"""Catalogues of translations: what is marked, what is missing, and the compiler.

The Vietnamese text is the key (msgid); English and German stand in each capability's
``locale/``. Nothing here needs GNU gettext.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "de")
SHARED = "web"  # whose catalogue every capability may use

_PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "_"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(
    rf"\b(n?p?gettext|_)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)", re.DOTALL
)


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One text that is marked for translation."""

    text: str
    context: str = ""


def compile_all() -> list[Path]:
    """Write the compiled catalogue beside each one that changed since; return them.

    An installed package brings them compiled, and may be read-only: then nothing is
    written. Several processes may do this at once: each reader finds a whole file.
    """
    written = []
    for source in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and (
            target.stat().st_mtime >= source.stat().st_mtime
            or not os.access(source.parent, os.W_OK)
        ):
            continue
        half = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(target)
        written.append(target)
    return written


def messages_in(folder: Path) -> dict[Message, str]:
    """Return every marked text under ``folder`` and where it stands first."""
    found: dict[Message, str] = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if "tests" in parts or "static" in parts or not path.is_file():
            continue
        for message, line in _messages(path):
            found.setdefault(message, f"{path.relative_to(PACKAGE)}:{line}")
    return found


def _messages(path: Path) -> Iterator[tuple[Message, int]]:
    if path.suffix == ".py":
        yield from from_python(path.read_text(encoding="utf-8"))
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        yield from from_template(path.read_text(encoding="utf-8"))


def from_python(source: str) -> Iterator[tuple[Message, int]]:
    """Yield the marked texts of a module with their lines.

    >>> list(from_python('from x import gettext as tr; tr("Nộp"); pgettext("k", "A")'))
    [(Message(text='Nộp', context=''), 1), (Message(text='A', context='k'), 1)]
    """
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = names.get(node.func.id, node.func.id)
            strings = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if message := _message(name, strings):
                yield message, node.lineno


def from_template(source: str) -> Iterator[tuple[Message, int]]:
    """Yield the marked texts of a template with their lines.

    >>> list(from_template('{% load i18n %}{% translate "Nộp" %}'))
    [(Message(text='Nộp', context=''), 1)]
    """
    code = templatize(source)
    for match in _CALL.finditer(code):
        strings = [ast.literal_eval(s) for s in re.findall(_STRING, match[2])]
        if message := _message(match[1], strings):
            yield message, code.count("\n", 0, match.start()) + 1


def _message(name: str, strings: list[str]) -> Message | None:
    if not strings:
        return None
    if name in _PLAIN | _PLURAL:
        return Message(strings[0])
    if name in _CONTEXT | _CONTEXT_PLURAL and len(strings) > 1:
        return Message(strings[1], strings[0])
    return None


def _translated(capability: str, language: str) -> set[Message]:
    path = PACKAGE / capability / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return set()
    return {
        Message(entry.msgid, entry.msgctxt or "")
        for entry in polib.pofile(str(path))
        if entry.translated()
    }


def missing() -> Iterator[tuple[str, str, Message, str]]:
    """Yield (capability, language, message, place) for each text not translated."""
    for folder in sorted(p for p in PACKAGE.iterdir() if (p / "__init__.py").exists()):
        messages = messages_in(folder)
        for language in LANGUAGES:
            known = _translated(folder.name, language) | _translated(SHARED, language)
            for message, place in messages.items():
                if message not in known:
                    yield folder.name, language, message, place


def unused() -> Iterator[tuple[str, str, Message]]:
    """Yield (capability, language, message) for each entry that no text uses."""
    used = {
        message
        for folder in PACKAGE.iterdir()
        if folder.is_dir()
        for message in messages_in(folder)
    }
    for path in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
        capability, language = path.parts[-5], path.parts[-3]
        for message in sorted(_translated(capability, language) - used):
            if language in LANGUAGES:
                yield capability, language, message
