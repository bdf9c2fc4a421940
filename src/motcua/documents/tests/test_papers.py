import hashlib
import io
import statistics
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pypdf
import pytest

from motcua.documents import commands, queries, rules
from motcua.documents.commands import issuing
from motcua.documents.models import IssuedDocument
from motcua.documents.printing import press, sets
from motcua.documents.printing.facts import FormKind
from motcua.documents.queries import Validity
from motcua.documents.tests.papers import DUE, ISSUED, PAPERS, WHO, receipt, result
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound

CODE = "0123456789ABCDE" + rules._check_letter("0123456789ABCDE")
DAY = date(2026, 3, 2)
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
VOWELS = "aăâeêioôơuưy"
ALL_LETTERS = [
    unicodedata.normalize("NFC", letter + tone)
    for base, tone in product(VOWELS, TONES)
    for letter in (base, base.upper())
] + ["đ", "Đ", "₫"]


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in read(content).pages
    )


class TestForms:
    @pytest.mark.parametrize("kind", FormKind)
    def test_each_prints_as_an_archival_and_accessible_pdf(self, kind):
        printed = press.print_form(kind, PAPERS[kind], issued_at=ISSUED, code=CODE)

        pdf = read(printed.content)
        metadata = pdf.xmp_metadata.stream.get_data()
        assert pdf.metadata.title == printed.form.title
        assert pdf.root_object["/Lang"] == "vi-VN"
        assert b"<pdfaid:part>2</pdfaid:part>" in metadata
        assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata

    @pytest.mark.parametrize("kind", FormKind)
    def test_each_says_who_what_and_how_to_check(self, kind):
        printed = press.print_form(kind, PAPERS[kind], issued_at=ISSUED, code=CODE)

        text = text_of(printed.content)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert printed.form.title.upper() in text
        assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in text
        assert "ngày 02 tháng 3 năm 2026" in text
        assert rules.show_code(CODE) in text
        assert printed.form.instrument in text

    def test_the_receipt_says_when_the_result_is_due_and_why(self):
        text = text_of(press.render(FormKind.RECEIPT, receipt(), issued_at=ISSUED))

        assert "H26.15-260302-0007" in text
        assert "Thời gian trả kết quả: 17 giờ 00 phút, ngày 05 tháng 3" in text
        assert "Ngày tiếp nhận 02/3/2026 không tính." in text
        assert "Giấy tờ pháp lý của cá nhân" in text

    def test_a_receipt_without_due_date_leaves_room_for_it(self):
        text = text_of(
            press.render(FormKind.RECEIPT, receipt(due_at=None), issued_at=ISSUED)
        )

        after = text.split("Thời gian trả kết quả:")[1]
        assert after.replace(" ", "").startswith("....")

    def test_a_long_receipt_goes_on_the_next_page(self):
        component = receipt().components[0]

        pdf = read(
            press.render(
                FormKind.RECEIPT,
                receipt(components=(component,) * 60),
                issued_at=ISSUED,
            )
        )

        assert len(pdf.pages) > 1
        assert (
            f"Trang {len(pdf.pages)}/{len(pdf.pages)}" in pdf.pages[-1].extract_text()
        )

    def test_every_vietnamese_letter_comes_out_again(self):
        facts = receipt(procedure=" ".join(ALL_LETTERS))

        text = text_of(press.render(FormKind.RECEIPT, facts, issued_at=ISSUED))

        assert [letter for letter in ALL_LETTERS if letter not in text] == []

    def test_decomposed_input_is_printed_composed(self):
        name = "Nguyễn Thị Thùy Dương"
        facts = receipt(applicant=replace(WHO, name=unicodedata.normalize("NFD", name)))

        content = press.render(FormKind.RECEIPT, facts, issued_at=ISSUED)

        assert name in text_of(content)

    @pytest.mark.parametrize(
        "text", ['#panic("x")', "*_$1$_*", '] #eval("1") [', "\\u{41} // /*", "@x <y>"]
    )
    def test_no_text_is_taken_for_markup(self, text):
        content = press.render(
            FormKind.RECEIPT, receipt(procedure=text), issued_at=ISSUED
        )

        assert text in text_of(content)

    def test_the_same_facts_give_the_same_bytes(self):
        one = press.render(FormKind.RESULT, result(), issued_at=ISSUED, code=CODE)
        two = press.render(FormKind.RESULT, result(), issued_at=ISSUED, code=CODE)

        assert one == two

    def test_other_facts_have_another_hash(self):
        one = press.print_form(FormKind.RECEIPT, receipt(), issued_at=ISSUED)
        two = press.print_form(FormKind.RECEIPT, receipt(sets=2), issued_at=ISSUED)

        assert one.facts_hash != two.facts_hash
        assert one.template == two.template

    def test_take_their_own_facts_only(self):
        with pytest.raises(TypeError, match="ResultFacts"):
            press.render(FormKind.RESULT, receipt(), issued_at=ISSUED)

    def test_use_no_font_that_misplaces_vietnamese_marks(self):
        content = press.render(FormKind.RECEIPT, receipt(), issued_at=ISSUED, code=CODE)

        fonts = {
            str(font.get_object()["/BaseFont"]).split("+")[-1]
            for page in read(content).pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert all(
            font.startswith(("LibertinusSerif", "BeVietnamPro")) for font in fonts
        )

    @pytest.mark.slow
    def test_a_receipt_takes_no_time_to_speak_of(self):
        press.render(FormKind.RECEIPT, receipt(), issued_at=ISSUED, code=CODE)
        seconds = []
        for number in range(7):
            start = time.process_time()
            facts = receipt(sets=number)
            press.render(FormKind.RECEIPT, facts, issued_at=ISSUED, code=CODE)
            seconds.append(time.process_time() - start)

        assert statistics.median(seconds) < 0.2  # 0.025 on a quiet machine


class TestSets:
    def test_the_set_of_2018_ends_where_that_of_2025_begins(self):
        before = sets.form_on(FormKind.REGISTER, date(2025, 9, 14))
        after = sets.form_on(FormKind.REGISTER, date(2025, 9, 15))

        assert (before.number, before.instrument) == ("06", "Thông tư 01/2018/TT-VPCP")
        assert (after.number, after.instrument) == ("07", "Thông tư 03/2025/TT-VPCP")

    def test_the_paper_names_the_form_in_force_when_it_is_issued(self):
        content = press.render(
            FormKind.APOLOGY, PAPERS[FormKind.APOLOGY],
            issued_at=datetime(2025, 9, 14, 16, tzinfo=UTC),
        )  # fmt: skip

        assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in text_of(content)

    def test_what_was_not_read_in_the_instrument_is_marked(self):
        assert not sets.form_on(FormKind.STOP_NOTICE, DAY).is_confirmed

    def test_a_stop_notice_before_2025_is_a_plain_paper(self):
        assert sets.form_or_plain(FormKind.STOP_NOTICE, date(2024, 1, 1)).number == ""

    def test_there_is_no_receipt_before_the_first_set(self):
        with pytest.raises(ValueError, match="in force"):
            sets.form_or_plain(FormKind.RECEIPT, date(2019, 1, 5))


class TestQr:
    def test_says_what_the_circular_asks_for(self, settings):
        settings.BASE_URL = "https://motcua.example.vn"
        form = sets.form_on(FormKind.RECEIPT, DAY)

        payload = press.qr_payload(
            form, receipt(), issued_at=ISSUED, address="https://x.vn/verify/A"
        )

        assert payload.splitlines() == [
            "Mã hồ sơ: H26.15-260302-0007",
            "Mã TTHC: 1.001612",
            "Số định danh: 001190012345",
            "Giấy tờ: Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            "Hệ thống: motcua",
            "Cấp lúc: 09:05, 02/3/2026",
            "Hẹn trả: 17:00, 05/3/2026",
            "https://x.vn/verify/A",
        ]

    def test_says_how_long_a_result_is_valid(self):
        form = sets.form_or_plain(FormKind.RESULT, DAY)

        payload = press.qr_payload(form, result(), issued_at=ISSUED, address="x")

        assert "Giá trị đến: 01/3/2031" in payload


@pytest.mark.django_db
class TestIssuing:
    @pytest.fixture(autouse=True)
    def _home(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def issue(self, case_id=None, occasion="3", kind=FormKind.RECEIPT, facts=None):
        return commands.issue(
            kind=kind, facts=facts or receipt(), case_id=case_id or new_id(),
            occasion=occasion, now=ISSUED, ledger_head="ab" * 32,
        )  # fmt: skip

    def test_stores_the_paper_with_the_case(self):
        case_id = new_id()

        issued = self.issue(case_id)

        (file,) = queries.list_files(case_id=case_id)
        assert file.id == issued.file_id
        assert file.name == (
            "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H26.15-260302-0007.pdf"
        )
        assert issued.code in text_of(queries.content_path(file).read_bytes())
        assert queries.list_issued(case_id) == (issued,)

    def test_issues_one_paper_for_one_occasion(self):
        case_id = new_id()

        assert self.issue(case_id) == self.issue(case_id)
        assert self.issue(case_id, occasion="9") != self.issue(case_id)

    def test_gives_way_to_a_faster_worker(self, monkeypatch):
        case_id = new_id()
        first = self.issue(case_id)
        answers = iter([None, first])
        monkeypatch.setattr(issuing, "_find", lambda *_: next(answers))

        assert self.issue(case_id) == first
        assert IssuedDocument.objects.count() == 1

    def test_can_be_checked_by_anyone(self):
        verified = queries.verify(self.issue().code.lower(), day=DAY)

        assert verified.validity is Validity.VALID
        assert verified.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
        assert verified.public["procedure"] == "Đăng ký thành lập hộ kinh doanh"
        assert verified.public["due_at"] == "2026-03-05T10:00:00.000000Z"
        assert verified.ledger_head == "ab" * 32
        assert DUE

    def test_says_nothing_about_persons(self):
        verified = queries.verify(self.issue().code, day=DAY)

        shown = str(verified)
        for personal in (WHO.name, WHO.identity_number, WHO.phone, WHO.address):
            assert personal not in shown

    def test_knows_its_own_pdf_again(self):
        issued = self.issue()
        content = queries.content_path(queries.get_file(issued.file_id)).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()

        assert queries.verify_content(sha256, day=DAY).code == issued.code
        with pytest.raises(NotFound):
            queries.verify_content(hashlib.sha256(content + b" ").hexdigest(), day=DAY)

    def test_does_not_know_a_code_that_was_never_given(self):
        with pytest.raises(NotFound):
            queries.verify(CODE, day=DAY)

    def test_says_when_a_paper_was_revoked(self):
        code = self.issue().code

        commands.revoke(code=code, because="Cấp nhầm.", now=ISSUED)

        verified = queries.verify(code, day=DAY)
        assert (verified.validity, verified.revoked_at) == (Validity.REVOKED, ISSUED)
        with pytest.raises(NotFound):
            commands.revoke(code=code, because="Cấp nhầm.", now=ISSUED)

    def test_says_when_a_result_is_no_longer_valid(self):
        code = self.issue(kind=FormKind.RESULT, facts=result()).code

        assert queries.verify(code, day=date(2031, 3, 1)).validity is Validity.VALID
        assert queries.verify(code, day=date(2031, 3, 2)).validity is Validity.EXPIRED
