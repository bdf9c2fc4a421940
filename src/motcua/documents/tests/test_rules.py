import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.documents import rules

bodies = st.text(rules.LETTERS, min_size=15, max_size=15)


class TestCleanName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("giấy tờ.pdf", "giấy tờ.pdf"),
            (unicodedata.normalize("NFD", "giấy tờ.pdf"), "giấy tờ.pdf"),
            ("GIẤY TỜ.PDF", "GIẤY TỜ.pdf"),
            ("a/b\\c.pdf", "c.pdf"),
            ("..pdf", "pdf.pdf"),
            ("  nhiều   khoảng trống .pdf ", "nhiều khoảng trống.pdf"),
            ("trang\r\nX: 1.pdf", "trangX 1.pdf"),
            ("hóa đơn\u202efdp.exe", "hóa đơnfdp.exe.pdf"),
            ("tệp không đuôi", "tệp không đuôi.pdf"),
            (".htaccess", "htaccess.pdf"),
        ],
    )
    def test_keeps_what_is_harmless(self, given, kept):
        assert rules.clean_name(given, rules.PDF) == kept

    def test_takes_jpeg_for_jpg(self):
        assert rules.clean_name("ảnh.JPEG", rules.JPEG) == "ảnh.jpg"

    @given(st.text(max_size=400))
    def test_is_always_a_short_plain_name(self, name):
        kept = rules.clean_name(name, rules.PNG)

        assert kept.endswith(".png")
        assert 5 <= len(kept) <= rules.LONGEST_NAME + 4
        assert not set(kept) & set('/\\\0\n"<>')
        assert not kept.startswith(".")
        assert rules.clean_name(kept, rules.PNG) == kept


class TestCheckSize:
    def test_takes_the_largest_that_is_allowed(self):
        rules.check_size("a", 10, limit=10)

    def test_refuses_one_byte_more(self):
        with pytest.raises(rules.FileTooLarge):
            rules.check_size("a", 11, limit=10)

    def test_refuses_nothing(self):
        with pytest.raises(rules.FileEmpty):
            rules.check_size("a", 0, limit=10)


class TestCodes:
    def test_are_read_as_they_are_printed(self):
        code = rules.new_code()

        assert rules.read_code(rules.show_code(code)) == code

    def test_never_come_twice(self):
        assert len({rules.new_code() for _ in range(1000)}) == 1000

    @pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", " – ")])
    def test_are_read_however_they_are_typed(self, change):
        code = rules.new_code()

        assert rules.read_code(change(rules.show_code(code))) == code

    def test_read_a_letter_o_as_zero_and_l_as_one(self):
        body = "01" + "A" * 13
        code = body + rules._check_letter(body)

        assert rules.read_code("Ol" + code[2:]) == code

    @given(bodies, st.integers(0, 15), st.sampled_from(rules.LETTERS))
    def test_find_every_single_wrong_letter(self, body, at, letter):
        code = body + rules._check_letter(body)
        wrong = code[:at] + letter + code[at + 1 :]

        if wrong != code:
            with pytest.raises(rules.CodeMistyped):
                rules.read_code(wrong)

    @given(bodies, st.integers(0, 15), st.integers(0, 15))
    def test_find_every_two_letters_that_changed_places(self, body, one, two):
        code = list(body + rules._check_letter(body))
        swapped = list(code)
        swapped[one], swapped[two] = swapped[two], swapped[one]

        if swapped != code:
            with pytest.raises(rules.CodeMistyped):
                rules.read_code("".join(swapped))

    @pytest.mark.parametrize("text", ["", "ABC", "U" * 16, "0" * 17, "đ" * 16])
    def test_refuse_what_is_no_code(self, text):
        with pytest.raises(rules.CodeMistyped):
            rules.read_code(text)
