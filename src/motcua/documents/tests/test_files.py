import itertools
import unicodedata
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory
from django.utils import timezone

from motcua.documents import commands, queries, rules, storage, tasks, views
from motcua.documents.models import Quarantined, StoredFile
from motcua.documents.rules import FileKind, Scan
from motcua.documents.tests import factories
from motcua.documents.tests.factories import CLERK, EICAR, NOW, antivirus, stored
from motcua.jobs import worker
from motcua.kernel.ids import new_id
from motcua.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db
ACT = "Quyết định 12/QĐ-TTPVHCC ngày 02/3/2026"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


def received(content, name="tệp.pdf", **facts):
    return commands.receive(content, name=name, now=NOW, **facts)


def on_disk():
    root = django_settings.MEDIA_ROOT
    return sorted(path.name for path in root.glob("??/??/*"))


def shut(response):
    """Close the file, without the signal that would close the test's database."""
    for close in response._resource_closers:
        close()


class TestTypes:
    @pytest.mark.parametrize(
        ("content", "extension"),
        [
            (factories.pdf(), "pdf"),
            (factories.png(), "png"),
            (factories.jpeg(), "jpg"),
            (factories.docx(), "docx"),
            (factories.xlsx(), "xlsx"),
            (factories.odt(), "odt"),
        ],
    )
    def test_are_found_by_content_whatever_the_name(self, content, extension):
        assert received(content, "a.exe").file_type.extension == extension

    @pytest.mark.parametrize(
        "content",
        [
            b"<html><script>alert(1)</script></html>",
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            b"MZ" + bytes(200),
            b"just text",
            factories.archive(a=b"b"),
            factories.docx(**{"word/vbaProject.bin": b"x"}),
        ],
    )
    def test_that_are_not_listed_are_refused(self, content):
        with pytest.raises(rules.FileTypeRefused):
            received(content)

        assert on_disk() == []

    def test_can_be_narrowed(self):
        received(factories.png(), allowed=["png"])

        with pytest.raises(rules.FileTypeRefused):
            received(factories.pdf(), allowed=["png"])

    @pytest.mark.parametrize(
        "content",
        [
            factories.pdf()[:-20],
            factories.png()[:-8],
            factories.png()[:20],
            factories.png(width=50_000, height=50_000),
            factories.jpeg()[:-2],
            factories.jpeg()[:8],
            factories.jpeg(width=0),
            b"\xff\xd8\xff\xe0\xff\xff" + bytes(10),
            factories.docx()[:-30],
            factories.docx(**{"../up.xml": b"x"}),
            factories.docx(big=bytes(3_000_000)),
        ],
    )
    def test_whose_structure_does_not_hold_are_refused(self, content):
        with pytest.raises(rules.FileDamaged):
            received(content)

    def test_that_are_locked_are_refused(self):
        with pytest.raises(rules.FileLocked):
            received(factories.pdf(b"trailer << /Encrypt 5 0 R >>"))

    def test_only_the_word_encrypt_does_not_lock(self):
        assert received(factories.pdf(b"(the key /Encrypt is explained here)"))

    def test_a_lock_is_found_across_two_reads(self):
        padding = b" " * (1_048_576 - 20)

        with pytest.raises(rules.FileLocked):
            received(factories.pdf(padding + b"<< /Encrypt 5 0 R >>"))


class TestStoring:
    def test_keeps_the_content_under_its_hash(self):
        file = stored(factories.png(), name="ảnh.png")

        assert on_disk() == [file.sha256]
        assert queries.content_path(file).read_bytes() == factories.png()
        assert queries.get_file(file.id) == file

    def test_takes_chunks(self):
        file = stored(iter([factories.pdf()[:9], factories.pdf()[9:]]))

        assert queries.content_path(file).read_bytes() == factories.pdf()

    def test_keeps_the_same_content_once(self):
        assert stored().sha256 == stored().sha256
        assert len(on_disk()) == 1

    def test_keeps_names_in_one_form(self):
        file = stored(name=unicodedata.normalize("NFD", "Giấy ủy quyền.pdf"))

        assert file.name == "Giấy ủy quyền.pdf"

    def test_stops_at_the_limit(self):
        with pytest.raises(rules.FileTooLarge):
            received(itertools.repeat(bytes(10)), limit=100)

        assert list((django_settings.MEDIA_ROOT / "incoming").iterdir()) == []

    def test_refuses_an_empty_file(self):
        with pytest.raises(rules.FileEmpty):
            received(b"")

    def test_lies_outside_the_web_root(self, settings):
        assert settings.STATIC_ROOT not in settings.MEDIA_ROOT.parents

    def test_numbers_versions(self):
        first = stored(factories.pdf(b"1"))
        second = stored(factories.pdf(b"2"), case_id=first.case_id, replaces=first.id)

        assert (second.version, second.group_id) == (2, first.group_id)
        assert queries.list_files(case_id=first.case_id) == (second,)
        assert queries.list_versions(first.group_id) == (first, second)
        assert len(queries.list_files(case_id=first.case_id, all_versions=True)) == 2

    def test_replaces_no_file_of_another_case(self):
        with pytest.raises(NotFound):
            stored(replaces=stored().id)

    def test_gives_a_file_to_a_case_once(self):
        file, case = stored(case_id=None), new_id()

        assert commands.attach_to_case(file_ids=[file.id], case_id=case) == 1
        assert commands.attach_to_case(file_ids=[file.id], case_id=new_id()) == 0
        assert queries.get_file(file.id).case_id == case

    def test_discards_what_belongs_to_no_case(self):
        free, held = stored(case_id=None), stored(factories.pdf(b"held"))

        count = commands.discard_files(file_ids=[free.id, held.id], now=NOW)
        worker.drain(clock=timezone.now)

        assert count == 1
        assert on_disk() == [held.sha256]
        with pytest.raises(NotFound):
            queries.get_file(free.id)

    def test_lists_by_kind(self):
        file = stored()

        assert queries.list_files(case_id=file.case_id, kinds=[FileKind.RESULT]) == ()

    def test_does_not_find_what_is_not_there(self):
        with pytest.raises(NotFound):
            queries.get_file(uuid4())


class TestReading:
    def answer(self, file, **how):
        return views.file_response(file, actor=CLERK, now=NOW, **how)

    def test_is_a_download_that_runs_nothing(self):
        response = self.answer(stored(name="Đơn đề nghị.pdf"))

        assert b"".join(response.streaming_content) == factories.pdf()
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment;")
        assert "%C4%90%C6%A1n" in response["Content-Disposition"]
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        shut(response)

    def test_shows_a_picture_in_the_page_on_request(self):
        response = self.answer(stored(factories.png()), inline=True)

        assert response["Content-Disposition"].startswith("inline")
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        shut(response)

    def test_never_shows_an_office_file_in_the_page(self):
        response = self.answer(stored(factories.docx()), inline=True)

        assert response["Content-Disposition"].startswith("attachment")
        shut(response)

    def test_is_recorded(self):
        file = stored()

        shut(self.answer(file))

        (read,) = queries.list_reads(case_id=file.case_id)
        assert (read.account_id, read.read_at) == (CLERK.id, NOW)
        assert read.capacity["role"] == "CLERK"

    def test_survives_the_middlewares(self, settings):
        from csp.middleware import CSPMiddleware

        file = stored()
        serve = CSPMiddleware(lambda _: self.answer(file))

        response = serve(RequestFactory().get("/"))

        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        shut(response)


class TestErasure:
    def test_removes_content_and_name_and_says_by_which_act(self):
        file = stored()

        count = commands.erase_files(case_id=file.case_id, act=ACT, now=NOW)
        worker.drain(clock=timezone.now)

        erased = queries.get_file(file.id)
        assert count == 1
        assert on_disk() == []
        assert (erased.name, erased.erased_by, erased.sha256) == ("—", ACT, file.sha256)
        with pytest.raises(rules.FileErased):
            queries.content_path(erased)

    def test_leaves_the_same_content_of_another_case(self):
        file, other = stored(), stored()

        commands.erase_files(case_id=file.case_id, act=ACT, now=NOW)
        worker.drain(clock=timezone.now)

        assert queries.content_path(queries.get_file(other.id)).exists()

    def test_needs_an_act(self):
        with pytest.raises(ValueError, match="act"):
            commands.erase_files(case_id=new_id(), act=" ", now=NOW)


class TestOrphans:
    def test_are_deleted_after_a_day(self):
        kept = received(factories.pdf(b"never recorded"))

        assert commands.clean_orphans(now=timezone.now()) == 0
        assert on_disk() == [kept.sha256]
        assert commands.clean_orphans(now=timezone.now() + timedelta(days=2)) == 1
        assert on_disk() == []

    def test_what_is_held_stays(self):
        stored()

        assert commands.clean_orphans(now=timezone.now() + timedelta(days=2)) == 0

    def test_what_is_sent_again_meanwhile_stays(self, monkeypatch):
        kept = received(factories.pdf(b"x"))
        held = iter([False, True])
        monkeypatch.setattr(commands.files, "_is_held", lambda _: next(held))

        commands.clean_orphans(now=timezone.now() + timedelta(days=2))

        assert on_disk() == [kept.sha256]

    def test_a_fresh_touch_puts_it_back(self):
        kept = received(factories.pdf(b"x"))
        leaving = storage.Leaving(kept.sha256)

        assert leaving.was_touched_since(timezone.now() - timedelta(minutes=1))
        leaving.put_back()
        assert on_disk() == [kept.sha256]

    def test_half_written_files_go_too(self):
        folder = django_settings.MEDIA_ROOT / "incoming"
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"x")

        commands.clean_orphans(now=timezone.now() + timedelta(days=2))

        assert list(folder.iterdir()) == []

    def test_the_jobs_run(self):
        tasks.clean_orphans.call()
        tasks.scan_pending.call()


class TestAntivirus:
    def test_off_is_said(self):
        assert stored().scan == Scan.OFF

    def test_clean_is_said(self, settings):
        with antivirus(settings):
            assert stored().scan == Scan.CLEAN

    def test_what_is_found_is_refused_and_put_aside(self, settings):
        with antivirus(settings), pytest.raises(rules.FileInfected):
            stored(factories.pdf(EICAR))

        assert Quarantined.objects.get().signature == "Eicar-Test-Signature"
        assert on_disk() == []
        assert len(list((settings.MEDIA_ROOT / "quarantine").iterdir())) == 1

    def test_when_it_is_down_files_wait_for_their_scan(self, settings):
        settings.CLAMD = str(settings.HOME / "no.socket")
        clean, infected = stored(), stored(factories.pdf(EICAR))
        assert (clean.scan, infected.scan) == (Scan.PENDING, Scan.PENDING)
        assert commands.scan_pending(now=NOW) == {}

        with antivirus(settings):
            counts = commands.scan_pending(now=NOW)

        assert counts == {Scan.CLEAN: 1, Scan.INFECTED: 1}
        assert queries.get_file(clean.id).scan == Scan.CLEAN
        with pytest.raises(rules.FileInfected):
            queries.content_path(queries.get_file(infected.id))
        assert not storage.path_of(infected.sha256).exists()

    def test_when_it_is_down_and_required_files_are_refused(self, settings):
        settings.CLAMD = "127.0.0.1:1"
        settings.CLAMD_REQUIRED = True

        with pytest.raises(rules.ScannerUnavailable):
            stored()

        assert not StoredFile.objects.exists()
        assert on_disk() == []
