"""Words, spelling, everyday words and ranking, without a database."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.search.index import Document, Index
from motcua.catalogue.search.ranking import Wanted, rank
from motcua.catalogue.search.spelling import Speller, _distance
from motcua.catalogue.search.synonyms import (
    Synonym,
    SynonymFile,
    Synonyms,
    read_synonyms,
)
from motcua.catalogue.search.words import asked, bare, marked, split, untyped
from motcua.kernel.texts import Text
from motcua.packs.yaml_file import DefectiveFile

DAY = date(2026, 4, 28)
COUNTS = dict.fromkeys(
    [
        "dang",
        "ki",
        "khai",
        "sinh",
        "ket",
        "hon",
        "tu",
        "giay",
        "phep",
        "xay",
        "dung",
        "residence",
    ],
    3,
)
PAIRS = {"dang ki", "ki khai", "khai sinh", "ki ket", "ket hon", "xay dung"}
NAMES = {
    "1": "Đăng ký khai sinh",
    "2": "Đăng ký kết hôn",
    "3": "Cấp giấy phép xây dựng",
    "4": "Đính chính số đo đất",
    "5": "Cấp giấy chứng nhận quyền sử dụng đất",
}


def document(code, name, **more):
    given = {"summary": Text(""), "keywords": (), "field": "f", "level": "CITY", **more}
    return Document(code, Text(name), field_name=Text(""), **given)


def index_of(*files, names=NAMES):
    return Index([document(c, n) for c, n in names.items()], Synonyms(files))


def codes(index, text, **more):
    return [one.document.code for one in rank(index, text, Wanted(DAY), most=9, **more)]


class TestWords:
    @pytest.mark.parametrize("text", ["hoà", "hòa", "HÒA", "ho\u0300a"])
    def test_the_tone_may_stand_on_either_vowel(self, text):
        assert [word.marked for word in split(text)] == [marked("hòa")]

    def test_are_told_apart_by_their_marks(self):
        assert len({marked(word) for word in ("do", "đo", "đỏ", "đó", "dỗ")}) == 5
        assert {bare(word) for word in ("do", "đo", "đỏ", "đó", "dỗ")} == {"do"}

    def test_of_a_question_are_bounded(self):
        assert len(asked("a " * 5000)) == 24
        assert asked("x" * 300) == []

    @given(st.text(max_size=80))
    @settings(max_examples=200, deadline=None)
    def test_stand_where_they_say(self, text):
        import unicodedata

        text = unicodedata.normalize("NFC", text)
        for word in split(text):
            assert bare(text[word.start : word.end]) == word.bare

    @pytest.mark.parametrize(
        ("typed", "word"),
        [("giaays", "giay"), ("khai1", "khai"), ("d9a8ng", "dang"), ("hoon", "hon")],
    )
    def test_typed_with_the_keyboard_off_are_read(self, typed, word):
        assert word in untyped(typed)


class TestSpeller:
    speller = Speller(COUNTS, PAIRS)

    def read(self, word, before="", after=""):
        return [one.word for one in self.speller.readings(word, before, after)]

    def test_leaves_a_word_that_is_known(self):
        assert self.read("sinh", "khai") == ["sinh"]

    @pytest.mark.parametrize("typo", ["sinhh", "sih", "snih", "xinh", "sinb"])
    def test_mends_one_error(self, typo):
        assert self.read(typo, "khai")[0] == "sinh"

    def test_mends_two_errors_in_a_long_word_only(self):
        assert self.read("risidance")[:1] == ["residence"]
        assert "phep" not in self.read("pxxp")

    def test_reads_a_known_word_that_fits_nowhere_as_its_neighbour(self):
        assert self.read("tu", "khai") == ["tu"]  # too short to be mended
        assert self.read("ton", "ket") == ["hon"]
        assert self.read("ton", "khai") == []
        assert self.read("giay", "xay") == ["giay"]

    @pytest.mark.parametrize(
        ("joined", "words"),
        [
            ("khaisinh", ["khai", "sinh"]),
            ("dangkykhaisinh", ["dang", "ki", "khai", "sinh"]),
            ("sinhkhai", []),  # never stand together
            ("khai", []),
        ],
    )
    def test_puts_blanks_where_they_were_left_out(self, joined, words):
        assert self.speller.apart(joined) == words

    @given(st.text("abgh", max_size=6), st.text("abgh", max_size=6))
    @settings(max_examples=200, deadline=None)
    def test_distance_is_one_both_ways(self, a, b):
        assert _distance(a, b, 9) == _distance(b, a, 9)
        assert (_distance(a, b, 9) == 0) == (a == b)


class TestSynonyms:
    file = SynonymFile(
        small_talk=("tôi", "muốn", "ở đâu"),
        synonyms=(
            Synonym(say=("sổ đỏ",), means="giấy chứng nhận quyền sử dụng đất"),
            Synonym(say=("làm nhà", "xây nhà mới"), codes=("3",)),
        ),
    )

    def test_find_what_they_mean(self):
        assert codes(index_of(self.file), "sổ đỏ")[0] == "5"
        assert codes(index_of(self.file), "so do")[0] == "5"
        assert codes(index_of(self.file), "tôi muốn làm nhà ở đâu") == ["3"]

    def test_give_way_to_marks_that_say_something_else(self):
        assert codes(index_of(self.file), "số đo")[0] == "4"

    def test_may_have_words_between(self):
        assert codes(index_of(self.file), "xây cái nhà thật mới")[0] == "3"
        assert codes(index_of(self.file), "xây một hai ba bốn nhà mới") == ["3"]

    def test_small_talk_alone_is_still_a_question(self):
        assert index_of(self.file).synonyms.telling(["toi", "muon"]) == [0, 1]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("synonyms:\n  - {say: [a]}\n", "f.yaml:2:5: It means nothing."),
            ("synonyms:\n  - {say: ['?'], codes: ['1']}\n", "f.yaml:2:12: '?' has no"),
            (
                "synonyms:\n  - {say: [đỏ], codes: ['1']}\n"
                "  - {say: [ĐỎ], codes: ['2']}\n",
                "f.yaml:3:12: 'ĐỎ' is said twice.",
            ),
            ("synonyms:\n  - {sai: [a], codes: ['1']}\n", "f.yaml:2:"),
            ("small_talk: tôi\n", "f.yaml:1:"),
        ],
    )
    def test_say_what_is_wrong_and_where(self, tmp_path, text, said):
        path = tmp_path / "f.yaml"
        path.write_text(text)

        with pytest.raises(DefectiveFile) as caught:
            read_synonyms([path])

        assert said in str(caught.value)


class TestRank:
    def test_is_the_same_for_equals_every_time(self):
        names = {str(n): "Cấp giấy phép" for n in range(9)}

        assert codes(index_of(names=names), "giấy phép") == sorted(names)

    def test_prefers_what_meets_more_of_the_question(self):
        assert codes(index_of(), "giấy phép xây dựng")[0] == "3"

    def test_an_empty_catalogue_answers_nothing(self):
        assert codes(index_of(names={}), "khai sinh") == []

    @given(st.text(max_size=60))
    @settings(max_examples=150, deadline=None)
    def test_survives_whatever_is_typed(self, text):
        index = _SOME
        codes(index, text)
        codes(index, text, typing=True)


_SOME = index_of(TestSynonyms.file)
