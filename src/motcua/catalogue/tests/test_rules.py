from datetime import date
from pathlib import Path

import pytest

from motcua.catalogue import rules
from motcua.catalogue.loader import read_procedure, shelf_of
from motcua.kernel.money import Money
from motcua.kernel.refusals import InvalidInput
from motcua.packs.reading import folder

BIRTH = read_procedure(
    Path(folder("vn_hanoi")) / "procedures" / "1.001193.yaml",
    shelf_of(["base", "vn", "vn_hanoi"]),
)
ANSWERS = {
    "child_name": "Nguyễn Thị An",
    "birth_date": "2026-04-01",
    "sex": "female",
    "birth_place": "Bệnh viện Phụ sản Hà Nội",
    "hometown": "Hà Nội",
    "ethnicity": "Kinh",
    "abandoned": False,
    "surrogacy": False,
    "proof": "attestation",
    "mother_name": "Trần Thị Bình",
    "father_known": True,
    "father_name": "Nguyễn Văn Cường",
    "marriage_elsewhere": False,
    "parents_ward": "00004",
    "applicant_relation": "parent",
    "applicant_identity": "001090000001",
    "phone": "0912345678",
    "needy": False,
    **rules.circumstances(applied_on=date(2026, 4, 28), channel="ONLINE"),
}


def answers(**more):
    return {k: v for k, v in (ANSWERS | more).items() if v is not None}


class TestVariantOf:
    def test_is_the_last_when_no_condition_holds(self):
        assert rules.variant_of(BIRTH, ANSWERS).id == "standard"

    def test_is_the_first_whose_condition_holds(self):
        variant = rules.variant_of(BIRTH, answers(marriage_elsewhere=True))

        assert variant.id == "verification"

    def test_is_known_for_an_empty_form(self):
        assert rules.variant_of(BIRTH, {}).id == "standard"

    def test_does_not_read_what_is_not_asked(self):
        variant = rules.variant_of(
            BIRTH, answers(father_known=False, marriage_elsewhere=True)
        )

        assert variant.id == "standard"


class TestComponentsNeeded:
    def test_leaves_out_what_does_not_apply(self):
        needs = rules.components_needed(BIRTH, ANSWERS)

        ids = [need.component.id for need in needs]
        assert ids == ["application", "attestation", "identity_document"]

    def test_names_its_basis(self):
        need = rules.components_needed(BIRTH, ANSWERS)[1]

        assert need.basis == "khoản 1 Điều 16 60/2014/QH13"

    def test_data_are_no_paper(self):
        assert not rules.components_needed(BIRTH, ANSWERS)[0].is_paper

    def test_what_is_given_is_not_missing(self):
        missing = rules.missing_components(BIRTH, ANSWERS, ["attestation"])

        assert [need.component.id for need in missing] == ["identity_document"]

    def test_one_alternative_is_enough(self):
        both = BIRTH.model_copy(
            update={
                "components": tuple(
                    c.model_copy(update={"when": None, "group": "proof"})
                    for c in BIRTH.components[1:3]
                )
            }
        )

        missing = rules.missing_components(both, ANSWERS, ["witness_statement"])

        assert missing == ()
        assert rules.missing_components(both, ANSWERS, [])[0].one_of == (
            "attestation",
            "witness_statement",
        )


class TestFeesDue:
    def test_is_free_only_where_the_law_says_so(self):
        due = rules.fees_due(BIRTH, ANSWERS)

        assert due.total == Money(0)
        assert due.lines[0].basis == "Điều 11 60/2014/QH13"

    def test_an_unknown_amount_is_not_free(self):
        due = rules.fees_due(BIRTH, answers(birth_date="2026-01-01"))

        assert due.total is None
        assert due.unknown[0].set_by.vi == "Hội đồng nhân dân Thành phố"

    def test_an_exempt_person_pays_nothing(self):
        due = rules.fees_due(BIRTH, answers(birth_date="2026-01-01", needy=True))

        assert due.total == Money(0)
        assert due.lines[0].exemption.vi.startswith("Gia đình có công")

    @pytest.mark.parametrize(("copies", "total"), [(0, 0), (1, 8000), (3, 24000)])
    def test_counts(self, copies, total):
        due = rules.fees_due(BIRTH, answers(extract_copies=copies))

        assert due.total == Money(total)

    @pytest.mark.parametrize(
        ("born", "line"), [("2026-02-27", "in_time"), ("2026-02-26", "late")]
    )
    def test_sixty_days_are_in_time(self, born, line):
        due = rules.fees_due(BIRTH, answers(birth_date=born))

        assert due.lines[0].id == line


class TestCompetentOf:
    def test_is_the_authority_of_the_place_chosen(self):
        assert rules.competent_of(BIRTH, ANSWERS).territory == "00004"

    def test_is_the_named_unit(self):
        city = BIRTH.competence.model_copy(update={"unit": "H26.15", "place": None})
        moved = BIRTH.model_copy(update={"competence": city})

        assert rules.competent_of(moved, ANSWERS).unit == "H26.15"

    def test_is_the_receiving_place_otherwise(self):
        here = BIRTH.competence.model_copy(update={"place": None})
        moved = BIRTH.model_copy(update={"competence": here})

        assert rules.competent_of(moved, ANSWERS).at_receiving_place


class TestCheckForm:
    def test_returns_one_spelling(self):
        cleaned = rules.check_form(
            BIRTH,
            answers(
                applicant_identity=" 001 090 000 001 ",
                abandoned="false",
                extract_copies="2",
                child_name="  Nguyễn An ",
            ),
        )

        assert cleaned["applicant_identity"] == "001090000001"
        assert cleaned["abandoned"] is False
        assert cleaned["extract_copies"] == 2
        assert cleaned["child_name"] == "Nguyễn An"

    def test_leaves_out_what_is_not_asked(self):
        cleaned = rules.check_form(BIRTH, answers(abandoned=True))

        assert "mother_name" not in cleaned
        assert "proof" not in cleaned

    def test_is_idempotent(self):
        cleaned = rules.check_form(BIRTH, ANSWERS)

        again = {**cleaned, "applied_on": "2026-04-28"}
        assert rules.check_form(BIRTH, again) == cleaned

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("child_name", None, "field_required"),
            ("child_name", "  ", "field_required"),
            ("child_name", "x" * 121, "too_long"),
            ("child_name", "a\nb", "not_one_line"),
            ("child_name", "a\x00b", "not_text"),
            ("child_name", ["a"], "not_text"),
            ("birth_date", "2026-02-30", "not_a_date"),
            ("birth_date", "2026-04-29", "date_too_late"),
            ("sex", "cat", "not_a_choice"),
            ("abandoned", "perhaps", "not_yes_or_no"),
            ("applicant_identity", "123", "not_in_pattern"),
            ("phone", "call me", "not_in_pattern"),
            ("extract_copies", "51", "out_of_range"),
            ("extract_copies", "1.5", "not_a_number"),
            ("extract_copies", True, "not_a_number"),
            ("extract_copies", "1_0", "not_a_number"),
            ("extract_copies", "NaN", "not_a_number"),
            ("parents_ward", "<script>", "not_a_choice"),
            ("nonsense", "x", "unknown_field"),
        ],
    )
    def test_refuses_what_is_wrong(self, field, value, code):
        with pytest.raises(InvalidInput) as refused:
            rules.check_form(BIRTH, answers(**{field: value}))

        assert {k: v.code for k, v in refused.value.fields.items()} == {field: code}

    def test_names_every_field_that_is_wrong(self):
        with pytest.raises(InvalidInput) as refused:
            rules.check_form(BIRTH, answers(phone="x", sex="y"))

        assert set(refused.value.fields) == {"phone", "sex"}
