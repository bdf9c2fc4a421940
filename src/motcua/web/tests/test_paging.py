import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import InvalidInput
from motcua.web import paging

keys = st.lists(st.one_of(st.integers(), st.text(), st.none()), min_size=1, max_size=4)


class TestCursor:
    @given(keys)
    def test_is_read_back_as_it_was_written(self, key):
        cursor = paging.write_cursor(key, of="list")

        assert paging.read_cursor(cursor, of="list") == key

    @given(st.text())
    def test_refuses_whatever_a_stranger_sends(self, text):
        with pytest.raises(InvalidInput):
            paging.read_cursor(text, of="list")

    @given(keys, st.integers(0, 10_000))
    def test_refuses_a_changed_letter(self, key, place):
        cursor = paging.write_cursor(key, of="list")
        place %= len(cursor) - 1  # the last letter may hold unused bits
        other = "A" if cursor[place] != "A" else "B"

        with pytest.raises(InvalidInput):
            paging.read_cursor(cursor[:place] + other + cursor[place + 1 :], of="list")

    def test_refuses_the_cursor_of_another_list(self):
        cursor = paging.write_cursor([1], of="list")

        with pytest.raises(InvalidInput):
            paging.read_cursor(cursor, of="other")


class TestCheckSize:
    @pytest.mark.parametrize(("asked", "given"), [(None, 20), (1, 1), (100, 100)])
    def test_accepts_one_to_a_hundred(self, asked, given):
        assert paging.check_size(asked) == given

    @pytest.mark.parametrize("asked", [0, -1, 101, 10**30])
    def test_refuses_the_rest(self, asked):
        with pytest.raises(InvalidInput):
            paging.check_size(asked)


class TestPageOf:
    def key(self, row):
        return [row]

    def test_has_a_cursor_if_there_is_more(self):
        page = paging.page_of([1, 2, 3], 2, self.key, of="list")

        assert page.rows == [1, 2]
        assert paging.read_cursor(page.next_cursor, of="list") == [2]

    def test_has_none_on_the_last_page(self):
        assert paging.page_of([1, 2], 2, self.key, of="list").next_cursor is None


class TestAfter:
    def test_refuses_a_key_of_another_length(self):
        with pytest.raises(ValueError, match="zip"):
            paging.after([1], "a", "b")
