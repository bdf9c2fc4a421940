import pytest
from django.http import QueryDict

from motcua.catalogue.form import Form, Section
from motcua.catalogue.forms import SHOWN, SectionForm, answer_in_words, read_section
from motcua.catalogue.rules import refusals
from motcua.catalogue.tests.factories import definition

WARDS = [("00004", "Phường Ba Đình")]


def words(text: str) -> dict[str, str]:
    return {"vi": text}


@pytest.fixture
def section() -> Section:
    return Section.model_validate(
        {
            "id": "one",
            "name": words("Một"),
            "fields": [
                {"id": "title", "type": "TEXT", "name": words("Tên")},
                {"id": "child", "type": "YES_NO", "name": words("Có con")},
                {
                    "id": "born",
                    "type": "DATE",
                    "name": words("Ngày sinh"),
                    "when": "child",
                },
                {"id": "home", "type": "ADDRESS", "name": words("Nơi ở")},
                {
                    "id": "tools",
                    "type": "CHOICE",
                    "name": words("Dụng cụ"),
                    "many": True,
                    "required": False,
                    "choices": [
                        {"id": "a", "name": words("Búa")},
                        {"id": "b", "name": words("Kìm")},
                    ],
                },
            ],
        },
        strict=False,
    )


@pytest.fixture
def procedure(section):
    return definition().model_copy(update={"form": Form(sections=(section,))})


class TestSectionForm:
    def test_asks_only_what_the_answers_call_for(self, procedure, section):
        form = SectionForm(procedure, section, {"child": "false"})

        assert "born" not in form.fields
        assert form.shown == "title child home tools"

    def test_asks_more_once_an_answer_calls_for_it(self, procedure, section):
        form = SectionForm(procedure, section, {"child": "true"})

        assert "born" in form.fields

    def test_asks_on_at_once_only_where_an_answer_leads_on(self, procedure, section):
        form = SectionForm(procedure, section, {}, asks_on=True)

        asking = [
            name
            for name, field in form.fields.items()
            if "data-hx-post" in field.widget.attrs
        ]
        assert asking == ["child"]

    def test_shows_the_reason_beside_the_field(self, procedure, section):
        form = SectionForm(
            procedure,
            section,
            {"home": {"line": "12 Hàng Bài", "ward": ""}},
            wrong={"home": refusals.NotAnAddress(), "title": refusals.FieldRequired()},
            say=lambda refusal: refusal.code,
        )

        html = str(form)
        assert form.errors == {
            "title": ["field_required"],
            "home.line": ["not_an_address"],
        }
        assert "12 Hàng Bài" in html
        assert 'aria-describedby="id_title_error"' in html

    def test_marks_what_may_stay_empty(self, procedure, section):
        html = str(SectionForm(procedure, section, {}))

        assert html.count("không bắt buộc") == 1


class TestReadSection:
    def test_returns_answers_as_typed(self, section):
        post = QueryDict(
            "title= Sen &child=true&home.line=12&home.ward=00004&tools=a&tools=b"
            f"&{SHOWN}=title+child+home+tools"
        )

        assert read_section(section, post) == {
            "title": "Sen",
            "child": "true",
            "home": {"line": "12", "ward": "00004"},
            "tools": ["a", "b"],
        }

    def test_leaves_alone_what_the_page_did_not_show(self, section):
        assert read_section(section, QueryDict(f"{SHOWN}=title")) == {"title": None}


class TestAnswerInWords:
    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("title", "Sen", "Sen"),
            ("child", "true", "Có"),
            ("child", False, "Không"),
            ("home", {"line": "12", "ward": "00004"}, "12, Phường Ba Đình"),
            ("tools", ["b", "a"], "Kìm, Búa"),
            ("born", None, ""),
        ],
    )
    def test_says_what_was_meant(self, section, name, value, expected):
        field = next(field for field in section.fields if field.id == name)

        assert str(answer_in_words(field, value, dict(WARDS))) == expected
