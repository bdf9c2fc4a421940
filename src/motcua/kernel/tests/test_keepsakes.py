import os
import stat
import threading

import pytest

from motcua.kernel.keepsakes import kept, put


class TestKept:
    def test_is_made_once_and_closed_to_others(self, tmp_path):
        path = tmp_path / "folder" / "key"

        first = kept(path, lambda: os.urandom(32))
        again = kept(path, lambda: os.urandom(32))

        assert first == again
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [each.name for each in path.parent.iterdir()] == ["key"]

    def test_is_the_same_for_all_who_ask_first(self, tmp_path):
        gate, got = threading.Barrier(8), []

        def make() -> bytes:
            gate.wait(10)  # all have seen that there is no file
            return os.urandom(32)

        def ask() -> None:
            got.append(kept(tmp_path / "key", make))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(got) == 8
        assert len(set(got)) == 1
        assert [each.name for each in tmp_path.iterdir()] == ["key"]

    def test_leaves_nothing_where_it_cannot_be_made(self, tmp_path):
        def fail() -> bytes:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            kept(tmp_path / "key", fail)

        assert list(tmp_path.iterdir()) == []


class TestPut:
    def test_replaces_what_was_there(self, tmp_path):
        put(tmp_path / "a", b"1")
        put(tmp_path / "a", b"2")

        assert (tmp_path / "a").read_bytes() == b"2"
        assert [each.name for each in tmp_path.iterdir()] == ["a"]
