import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.national.rules.bases import read_bases
from motcua.catalogue.national.rules.channels import HEADING, read_channels
from motcua.catalogue.national.rules.diff import Aspect, completes, diff, merged
from motcua.catalogue.national.rules.facts import (
    Amount,
    FeeKind,
    StatedFee,
    StatedLimit,
    TimeUnit,
)
from motcua.catalogue.national.rules.papers import read_papers
from motcua.catalogue.national.rules.record import read_record
from motcua.catalogue.national.rules.remarks import REASONS, RemarkKind
from motcua.catalogue.national.rules.words import conditions_of, results_of
from motcua.catalogue.tests.entries import facts, line
from motcua.catalogue.tests.national.records import BASES, PAPERS, record


def only(text, steps=""):
    """Return the one line of a table of channels."""
    (found,) = read_channels(text, steps).lines
    return found


def kinds(text, steps=""):
    return [remark.kind.name for remark in read_channels(text, steps).remarks]


class TestTimeLimit:
    @pytest.mark.parametrize(
        ("cell", "value", "unit"),
        [
            ("5 Ngày làm việc", 5, "WORKING_DAYS"),
            ("30 Ngày", 30, "DAYS"),
            ("8 Giờ", 8, "HOURS"),
            ("6 Tháng", 6, "MONTHS"),
            ("1.5 Ngày làm việc", 1.5, "WORKING_DAYS"),
        ],
    )
    def test_is_a_number_with_its_unit(self, cell, value, unit):
        found = only(f"Trực tuyến{cell}Miễn phí")

        assert found.limit == StatedLimit(value, TimeUnit(unit))

    def test_is_unknown_where_nothing_is_said(self):
        assert only("Trực tuyếnKhông có thông tinMiễn phí").limit is None

    def test_is_a_number_alone_where_the_unit_is_missing(self):
        assert only("Trực tuyến3Miễn phí").limit == StatedLimit(3, None)
        assert kinds("Trực tuyến3Miễn phí") == ["LIMIT_WITHOUT_UNIT"]

    def test_takes_the_unit_that_the_steps_give_to_that_number(self):
        steps = "Trong thời hạn 03 ngày làm việc kể từ ngày nhận"

        assert only("Trực tuyến3Miễn phí", steps).limit.unit is TimeUnit.WORKING_DAYS
        assert kinds("Trực tuyến3Miễn phí", steps) == ["UNIT_FROM_STEPS"]

    @pytest.mark.parametrize(
        "steps",
        [
            "Trong thời hạn 13 ngày làm việc",  # another number
            "Sau 3 ngày làm việc",  # no limit
            "Thời hạn 3 ngày; thời hạn 03 ngày làm việc",  # two units
        ],
    )
    def test_takes_no_unit_that_is_not_surely_its_own(self, steps):
        assert only("Trực tuyến3Miễn phí", steps).limit.unit is None

    def test_of_1_never_takes_a_unit_from_the_steps(self):
        steps = "Trong thời hạn 01 ngày làm việc, cơ quan kiểm tra hồ sơ"

        assert only("Trực tuyến1Miễn phí", steps).limit.unit is None

    def test_of_0_is_none(self):
        assert only("Trực tuyến0Miễn phí").limit is None

    def test_in_words_is_reported(self):
        text = "Trực tuyếnKhông phải trả kết quảMiễn phí"

        assert only(text).limit is None
        assert kinds(text) == ["LIMIT_IN_WORDS"]


class TestFee:
    def fee(self, cell):
        return only(f"Trực tiếp5 Ngày{cell}").fee

    @pytest.mark.parametrize(
        ("cell", "value", "currency"),
        [
            ("70,000 VNĐ", 70_000, "VND"),
            ("2,000,000 Việt Nam Đồng(Phí thẩm định)", 2_000_000, "VND"),
            ("10 USD(10 USD/người.)", 10, "USD"),
            ("20 VNĐ(20.000 đồng/tờ khai)", 20_000, "VND"),  # the zeros were lost
            ("145 VNĐ(145 USD/thẻ)", 145, "USD"),
            ("Miễn phí(50.000 đồng/giấy)", 50_000, "VND"),
            ("Miễn phí(6 triệu đồng)", 6_000_000, "VND"),
        ],
    )
    def test_is_the_amount_that_the_cell_states(self, cell, value, currency):
        found = self.fee(cell)

        assert found.kind is FeeKind.AMOUNTS
        assert found.amounts == (Amount(value, currency),)

    def test_may_be_several_amounts(self):
        found = self.fee("Miễn phí(Cấp mới 40.000đồng/lần; cấp lại 20.000 đồng/lần.)")

        assert [amount.value for amount in found.amounts] == [40_000, 20_000]

    @pytest.mark.parametrize(
        "cell",
        [
            "Miễn phí",
            "Miễn phí(Không)",
            "Miễn phí(Không có)",
            "Miễn phí(Không quy định.)",
            "Miễn phí(Chưa quy định.)",
            "Miễn phí(- Miễn lệ phí (Thông tư số 47/2019/TT-BTC).)",
            "Miễn phí(Không thu lệ phí)",
            "Miễn phí(Không được quy định tại Biểu phí)",
            "Miễn phí(1) Trường hợp thứ nhất",
        ],
    )
    def test_is_free_where_the_cell_says_so(self, cell):
        assert self.fee(cell).kind is FeeKind.FREE

    @pytest.mark.parametrize(
        "cell",
        [
            "Miễn phí(Theo quy định của Hội đồng nhân dân cấp tỉnh)",
            "Miễn phí(Thông tư số 60/2023/TT-BTC quy định mức thu lệ phí)",
            "Miễn phí(Không thu với tổ hợp tác. Mức khác do HĐND quyết định.)",
        ],
    )
    def test_stands_elsewhere_where_the_remark_points_there(self, cell):
        assert self.fee(cell).kind is FeeKind.ELSEWHERE

    @pytest.mark.parametrize(
        ("cell", "why"),
        [
            ("20 VNĐ", "FEE_TOO_SMALL"),
            ("50 VNĐ(mức 25.000 đồng đến hết năm)", "FEE_TOO_SMALL"),
            ("Miễn phí(Miễn lệ phí. Công bố: 100.000 đồng/lần)", "FEE_BUT_FREE"),
            ("1,500,000 VNĐ(150.000 đồng/1 giấy.)", "FEE_SAID_TWICE"),
            ("Miễn phí(20% của 11.000.000 đồng)", "FEE_UNCLEAR"),
            ("Miễn phí(10.000.0000 đồng (lần đầu))", "FEE_UNCLEAR"),
            ("Miễn phí(Một loại: 8.000.000/lần)", "FEE_UNCLEAR"),
            ("Miễn phí(Miễn phí đối với: hộ nghèo.)", "FREE_FOR_SOME"),
        ],
    )
    def test_is_left_open_where_the_text_contradicts_itself(self, cell, why):
        assert self.fee(cell).kind is FeeKind.UNREAD
        assert self.fee(cell).amounts == ()
        assert kinds(f"Trực tiếp5 Ngày{cell}") == [why]

    def test_is_not_stated_where_nothing_is_said(self):
        assert self.fee("Không có thông tinTại trụ sở") == StatedFee(FeeKind.NOT_STATED)


class TestNumbersRunTogether:
    def test_are_cut_where_there_is_one_way(self):
        found = only("Trực tuyến1100,000 VNĐ")

        assert found.limit == StatedLimit(1, None)
        assert found.fee.amounts == (Amount(100_000, "VND"),)

    def test_are_cut_as_the_remark_says(self):
        found = only("Trực tuyến125 VNĐ(25.000 đồng/hồ sơ)")

        assert found.limit == StatedLimit(1, None)
        assert found.fee.amounts == (Amount(25_000, "VND"),)

    def test_are_cut_as_another_line_says(self):
        found = read_channels("Trực tuyến1Miễn phíTrực tiếp125,000 VNĐ", "").lines

        assert found[1].fee.amounts == (Amount(25_000, "VND"),)

    def test_are_left_open_otherwise(self):
        found = only("Trực tuyến125 VNĐ")

        assert found.limit is None
        assert found.fee.kind is FeeKind.UNREAD
        assert "NUMBERS_RUN_TOGETHER" in kinds("Trực tuyến125 VNĐ")


class TestTableOfChannels:
    def test_has_several_lines_for_a_channel(self):
        text = "Trực tiếp3 NgàyMiễn phíthường.Trực tiếp9 NgàyMiễn phíkhó."

        found = read_channels(text, "").lines

        assert [one.limit.value for one in found] == [3, 9]

    def test_is_not_cut_where_prose_names_a_channel(self):
        text = "Trực tiếp3 NgàyMiễn phíTrực tiếp tại trụ sở hoặc Trực tuyến."

        assert len(read_channels(text, "").lines) == 1

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính"]),
                st.sampled_from(["5 Ngày", "1", "Không có thông tin"]),
                st.sampled_from(["Miễn phí", "Không có thông tin"]),
                st.sampled_from(["", "(Không)", " tại trụ sở.", "(a) b"]),
            ),
            min_size=1,
        )
    )
    def test_loses_no_letter(self, lines):
        text = "".join(part for one in lines for part in one)

        found = read_channels(HEADING + text, "")

        cells = [(c.channel, c.time, c.fee, c.remark) for c in found.cells]
        assert "".join(part for one in cells for part in one) == text
        assert len(found.lines) == len(lines)


class TestPapers:
    def papers(self, text):
        return [
            (p.name, p.originals, p.copies)
            for one in read_papers(text).lists
            for p in one.papers
        ]

    def test_have_numbers_of_originals_and_copies(self):
        text = f"--{PAPERS}Tờ khai1 bản chínhGiấy ra viện0 bản chính,1 bản sao"

        assert self.papers(text) == [("Tờ khai", 1, 0), ("Giấy ra viện", 0, 1)]

    def test_are_listed_by_variant(self):
        text = (
            f"Trường hợp mới{PAPERS}Đơn1 bản chính"
            f"Trường hợp lại{PAPERS}Tờ trình2 bản chính"
        )

        assert [one.case for one in read_papers(text).lists] == [
            "Trường hợp mới",
            "Trường hợp lại",
        ]

    def test_end_with_a_digit_that_is_not_the_names(self):
        text = f"--{PAPERS}Đơn theo mẫu ngày 01/01/20261 bản chính,1 bản sao"

        assert self.papers(text) == [("Đơn theo mẫu ngày 01/01/2026", 1, 1)]

    def test_tell_prose_from_numbers(self):
        text = f"--{PAPERS}Giấy phép: 01 bản chính hoặc 02 bản sao;0 bản chính"

        assert self.papers(text) == [("Giấy phép: 01 bản chính hoặc 02 bản sao;", 0, 0)]

    def test_name_their_forms(self):
        text = f"--{PAPERS}Đơn theo Nghị định 5/2026/NĐ-CPMẫu 1.docMẫu 2.doc1 bản chính"

        (paper,) = read_papers(text).lists[0].papers

        assert paper.name == "Đơn theo Nghị định 5/2026/NĐ-CP"
        assert paper.forms == ("Mẫu 1.doc", "Mẫu 2.doc")

    def test_told_in_prose_are_reported(self):
        found = read_papers("nộp hồ sơ theo Nghị định")

        assert found.lists == ()
        assert [r.kind.name for r in found.remarks] == ["NO_PAPER_TABLE"]

    def test_without_a_number_are_reported(self):
        found = read_papers(f"--{PAPERS}Đơn1 bản chínhẢnh chân dung")

        assert found.lists[0].papers[1].originals is None
        assert [r.kind.name for r in found.remarks] == ["PAPER_WITHOUT_NUMBER"]

    def test_may_be_none(self):
        assert read_papers("--").lists == ()
        assert read_papers("--").remarks == ()


class TestBases:
    def numbers(self, table):
        return [basis.number for basis in read_bases(BASES + table).bases]

    @pytest.mark.parametrize(
        ("table", "numbers"),
        [
            ("Luật 54/2014/QH1354/2014/QH13", "54/2014/QH13"),
            ("Luật năm 201102/2011/QH13", "02/2011/QH13"),
            ("Sửa 5/2019/NĐ-CP ngày 1/1/2019.17/2020/NĐ-CP", "17/2020/NĐ-CP"),
            ("Luật45/2013/QH13 Quy định7/2024/TT-BTC", "45/2013/QH13 7/2024/TT-BTC"),
            ("Thông tư số 3/2025/TT-VPCP", "3/2025/TT-VPCP"),
            ("Nghị quyết66.16/2026/NQ-CP", "66.16/2026/NQ-CP"),
            ("Về8/2025/NĐ-CPQuy định9/2026/QĐ-TTg", "8/2025/NĐ-CP 9/2026/QĐ-TTg"),
            ("A1/2020/TT-BCA1/2020/TT-BCA", "1/2020/TT-BCA"),
            ("L2/2020/QH145/2021/TT-BTP5/2021/TT-BTP", "2/2020/QH14 5/2021/TT-BTP"),
        ],
    )
    def test_are_the_numbers_that_end_a_line(self, table, numbers):
        assert self.numbers(table) == numbers.split()

    def test_have_titles(self):
        (basis,) = read_bases(f"{BASES}Luật Hộ tịch60/2014/QH13").bases

        assert basis.title == "Luật Hộ tịch"

    def test_without_a_number_are_reported(self):
        found = read_bases(f"{BASES}Luật Hộ tịch60/2014/QH13Bộ luật Hàng hải")

        assert [r.kind.name for r in found.remarks] == ["BASIS_WITHOUT_NUMBER"]

    def test_may_be_none(self):
        assert read_bases("Không có thông tin").bases == ()
        assert read_bases("Không có thông tin").remarks == ()


class TestResultsAndConditions:
    def test_have_names_and_codes(self):
        found = results_of(
            "Giấy phépMã: KQ.G01.000001Thông báoMã: 000.00.00.G01-KQ0257Từ khóaThuế"
        )

        assert [(r.name, r.code) for r in found.results] == [
            ("Giấy phép", "KQ.G01.000001"),
            ("Thông báo", "000.00.00.G01-KQ0257"),
        ]

    def test_without_a_code_are_reported(self):
        found = results_of("Bản saoMã: Từ khóaKhông có thông tin")

        assert [(r.name, r.code) for r in found.results] == [("Bản sao", "")]
        assert [r.kind.name for r in found.remarks] == ["RESULT_WITHOUT_CODE"]

    @pytest.mark.parametrize("text", ["Không", "Không có.", "Không có thông tin", ""])
    def test_conditions_may_be_none(self, text):
        assert conditions_of(text) == ()

    def test_conditions_are_paragraphs(self):
        assert conditions_of("- Đủ 18 tuổi.\n\n-  Có giấy.") == (
            "- Đủ 18 tuổi.",
            "- Có giấy.",
        )


class TestReadRecord:
    def test_reads_all_parts(self):
        found = read_record(record()).facts

        assert (found.code, found.field) == ("1.000001", "Hộ tịch")
        assert found.levels == ("CITY", "COMMUNE")
        assert found.applicants == ("CITIZEN", "BUSINESS")
        assert found.authority == "Ủy ban nhân dân cấp xã"
        assert found.bases[0].number == "60/2014/QH13"
        assert found.conditions == ()
        assert found.results[0].code == "KQ.G15.000001"

    def test_keeps_the_text_beside_each_value(self):
        original = read_record(record()).original

        assert original["channels"][1] == {
            "limit": "7 Ngày",
            "fee": "20,000 Việt Nam Đồng(20.000 đồng/bản)",
            "remark": "Tại trụ sở.",
        }
        assert original["bases"] == ["Luật Hộ tịch60/2014/QH13"]
        assert original["record"]["loai_thu_tuc"] == "Loại khác"

    def test_reports_words_that_it_does_not_know(self):
        found = read_record(record(cap_thuc_hien="Cấp huyện"))

        assert found.facts.levels == ()
        assert [r.kind for r in found.remarks] == [RemarkKind.UNKNOWN_WORD]

    @given(st.text(), st.text(), st.text())
    def test_fails_on_no_text(self, channels, papers, bases):
        read_record(
            record(
                cach_thuc_thuc_hien=channels,
                thanh_phan_ho_so=PAPERS + papers,
                can_cu_phap_ly=BASES + bases,
                ket_qua_xu_ly=papers,
            )
        )

    def test_every_kind_of_remark_has_a_reason(self):
        assert set(REASONS) == set(RemarkKind)


class TestDiff:
    def test_says_what_changed_for_whom(self):
        new = facts(
            name="Cấp giấy phép mới",
            channels=(line(value=3), line("POST")),
            bases=(),
            conditions=(),
        )

        found = [(c.aspect.name, c.what) for c in diff(facts(), new)]

        assert found == [
            ("NAME", "name"),
            ("TIME", "ONLINE"),
            ("CHANNELS", "COUNTER"),
            ("CHANNELS", "POST"),
            ("BASES", "60/2014/QH13"),
            ("CONDITIONS", "Không có tranh chấp."),
        ]

    def test_tells_time_from_money(self):
        new = facts(channels=(line(fee=StatedFee(FeeKind.NOT_STATED)),))
        old = facts(channels=(line(),))

        (change,) = diff(old, new)

        assert change.aspect is Aspect.FEES
        assert change.as_json() == {
            "aspect": "FEES",
            "concern": "MONEY",
            "what": "ONLINE",
            "before": [{"kind": "FREE"}],
            "after": [{"kind": "NOT_STATED"}],
        }

    def test_does_not_compare_what_an_index_leaves_out(self):
        lean = facts(paper_lists=None, conditions=None, results=None)

        assert diff(lean, facts()) == ()
        assert completes(lean, facts())
        assert merged(facts(), lean) == facts()

    def test_finds_nothing_in_the_same(self):
        assert diff(facts(), facts()) == ()


class TestAbsurdText:
    @pytest.mark.parametrize("digits", ["9" * 5000, "9" * 19, "1,000" * 900])
    def test_makes_no_absurd_number(self, digits):
        for text in (
            f"Trực tuyến{digits} NgàyMiễn phí",
            f"Trực tuyến5 Ngày{digits} VNĐ",
            f"Trực tuyến5 NgàyMiễn phí({digits} đồng)",
        ):
            for found in read_channels(text, "").lines:
                assert found.limit is None or found.limit.value < 10_000
                assert all(a.value < 10**19 for a in found.fee.amounts)
