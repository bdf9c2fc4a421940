"""Gate: every marked text has its English and its German; no entry is idle."""

import polib

from motcua.config import translations
from motcua.config.translations import Message, from_python, from_template


class TestCatalogues:
    def test_nothing_is_missing(self):
        lines = [
            f"{capability} {language}: {message.text!r} ({place})"
            for capability, language, message, place in translations.missing()
        ]

        assert not lines, "\n".join(lines)

    def test_nothing_is_idle(self):
        lines = [
            f"{capability} {language}: {message.text!r}"
            for capability, language, message in translations.unused()
            if message.text
        ]

        assert not lines, "\n".join(lines)

    def test_nothing_is_fuzzy_or_empty(self):
        for path in translations.PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"):
            catalogue = polib.pofile(str(path))

            assert not catalogue.fuzzy_entries(), path
            assert not catalogue.untranslated_entries(), path

    def test_the_same_places_are_filled_in(self):
        for path in translations.PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"):
            for entry in polib.pofile(str(path)):
                texts = [entry.msgstr, *entry.msgstr_plural.values()]
                for text in filter(None, texts):
                    assert places(text) == places(entry.msgid), (path, entry.msgid)


def places(text: str) -> set[str]:
    import re

    return set(re.findall(r"%\(\w+\)s|\{\w*\}", text))


class TestTheGateItself:
    def test_sees_a_marked_text_in_python(self):
        source = "from django.utils.translation import gettext as tr\nx = tr('A' 'B')"

        assert list(from_python(source)) == [(Message("AB"), 2)]

    def test_does_not_take_a_variable_for_a_text(self):
        assert not list(from_python("gettext(name)"))

    def test_sees_each_kind_of_mark_in_a_template(self):
        source = (
            '{% load i18n %}{% translate "A" %}{% translate "B" context "c" %}'
            '{{ _("D") }}{% blocktranslate %}E {{ f }}{% endblocktranslate %}'
            "{% blocktranslate count n=n %}G{% plural %}H{% endblocktranslate %}"
        )

        assert [message for message, _ in from_template(source)] == [
            Message("A"),
            Message("B", "c"),
            Message("D"),
            Message("E %(f)s"),
            Message("G"),
        ]

    def test_fails_when_a_translation_is_taken_away(self, tmp_path, monkeypatch):
        folder = tmp_path / "cap"
        folder.mkdir()
        (folder / "__init__.py").write_text("gettext('Chưa dịch')")
        monkeypatch.setattr(translations, "PACKAGE", tmp_path)

        assert [row[1:3] for row in translations.missing()] == [
            ("en", Message("Chưa dịch")),
            ("de", Message("Chưa dịch")),
        ]
