import io
import json
import smtplib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.jobs import worker
from motcua.kernel.actors import Actor, NotCompetent, Role
from motcua.kernel.ids import new_id
from motcua.kernel.texts import Text
from motcua.notices import commands, ports, queries, rules, templates
from motcua.notices.commands import Recipient
from motcua.notices.models import Delivery
from motcua.notices.queries import EVERY, FailedFilter
from motcua.notices.rules import Channel, State, Template
from motcua.packs.reading import PackError

NOW = datetime(2026, 3, 2, 2, 5, tzinfo=UTC)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WHO = Recipient(account_id=new_id(), email="thuyduong@example.vn", phone="0912 345 678")
KEEPER = Actor(
    new_id(), "Bảo", Role.ADMINISTRATOR, (), frozenset({commands.SEND_AGAIN})
)
FACTS = {
    "case_code": "H26.15-260302-0007",
    "procedure": Text("Đăng ký khai sinh", "Birth registration", "Geburtsanzeige"),
    "due_at": datetime(2026, 3, 5, 10, tzinfo=UTC),
    "place": "Chi nhánh số 1",
}
KINDS = {
    "submitted", "accepted", "supplement_requested", "supplemented", "refused",
    "due_moved", "apology", "decided", "returned", "withdrawn", "stopped", "message",
    "consultation_asked", "consultation_answered", "step_assigned",
}  # fmt: skip


def text(words="Hồ sơ {code}"):
    return Text(words, words, words)


def template(**other):
    facts = {
        "key": "test", "channels": frozenset(Channel), "facts": frozenset({"code"}),
        "subject": text(), "body": text(), "email": text(), "sms": text(),
    }  # fmt: skip
    return Template(**(facts | other))


class TestTemplates:
    def test_there_is_one_for_each_kind_of_notice(self):
        assert set(templates.list_keys()) == KINDS

    @pytest.mark.parametrize("key", sorted(KINDS))
    @pytest.mark.parametrize("language", ["vi", "en", "de"])
    def test_each_can_be_filled_in(self, key, language):
        made = templates.template_of(key)
        facts = dict.fromkeys(made.facts, "x")

        for words in (made.subject, made.body, made.email, made.sms):
            rules.fill(words.to(language), facts, language, HANOI)

    @pytest.mark.parametrize("key", sorted(KINDS))
    def test_none_sends_reasons_items_or_texts_of_people_by_sms(self, key):
        sms = templates.template_of(key).sms.vi

        assert not {"reason", "items", "text", "question"} & rules.places_in(sms)

    def test_that_do_not_exist_are_named(self):
        with pytest.raises(PackError, match="accepted"):
            templates.template_of("nonsense")

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"subject": Text("Hồ sơ {code}", "", "x")}, "no text in 'en'"),
            ({"body": text("{name}")}, "no fact named 'name'"),
            ({"body": text("{code.real}")}, "plain name"),
            ({"body": text("{code!r}")}, "plain name"),
            ({"body": text("{}")}, "plain name"),
            ({"facts": frozenset({"code", "more"})}, "never used"),
            ({"sms": text("{code} " + "x" * 150)}, "may need"),
        ],
    )
    def test_that_cannot_be_filled_in_are_refused(self, wrong, why):
        rules.check_template(template())

        with pytest.raises(ValueError, match=why):
            rules.check_template(template(**wrong))

    def test_no_value_is_taken_for_a_place(self):
        said = rules.fill("{a}", {"a": "{b} {0.__class__}"}, "vi", HANOI)

        assert said == "{b} {0.__class__}"


class TestSaying:
    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("vi", "17 giờ 00, ngày 05/3/2026"),
            ("en", "5 March 2026, 17:00"),
            ("de", "5.3.2026, 17:00 Uhr"),
        ],
    )
    def test_an_instant_as_the_language_has_it(self, language, said):
        assert rules.say(FACTS["due_at"], language, HANOI) == said

    def test_a_day(self):
        assert rules.say(date(2026, 2, 1), "vi", HANOI) == "01/02/2026"

    def test_a_text_in_the_readers_language(self):
        assert rules.say(FACTS["procedure"], "de", HANOI) == "Geburtsanzeige"

    def test_a_number(self):
        assert rules.say(3, "vi", HANOI) == "3"


@pytest.mark.django_db
class TestNotify:
    @pytest.fixture(autouse=True)
    def _home(self, settings, tmp_path):
        settings.HOME = tmp_path
        settings.BASE_URL = "https://motcua.example.vn"

    def notify(self, recipient=WHO, **other):
        given = {
            "key": "accepted", "recipient": recipient, "facts": FACTS,
            "dedupe": "case-7:3", "now": NOW, "path": "/my/cases/1",
        }  # fmt: skip
        commands.notify(**(given | other))

    def sent_sms(self, settings):
        folder = settings.HOME / "outbox" / "sms"
        return [json.loads(path.read_text()) for path in folder.glob("*.json")]

    def test_reaches_inbox_email_and_sms(self, settings):
        self.notify()
        worker.drain(clock=timezone.now)

        (message,) = queries.inbox(WHO.account_id)
        assert message.subject == "Hồ sơ H26.15-260302-0007 đã được tiếp nhận"
        assert "17 giờ 00, ngày 05/3/2026" in message.body
        (email,) = mail.outbox
        assert email.to == [WHO.email]
        assert email.subject == message.subject
        assert "https://motcua.example.vn/my/cases/1" in email.body
        assert email.extra_headers["Auto-Submitted"] == "auto-generated"
        (sms,) = self.sent_sms(settings)
        assert sms["phone"] == "0912345678"
        assert sms["text"] == (
            "Ho so H26.15-260302-0007 da tiep nhan. "
            "Hen tra ket qua: 17 gio 00, ngay 05/3/2026."
        )

    def test_speaks_the_readers_language(self):
        self.notify(Recipient(account_id=WHO.account_id, language="de"))

        (message,) = queries.inbox(WHO.account_id)
        assert message.subject == "Antrag H26.15-260302-0007 angenommen"
        assert "Geburtsanzeige" in message.body

    @pytest.mark.parametrize("path", ["/my/cases/1", "my/cases/1"])
    def test_leads_to_the_case_however_the_path_is_given(self, path):
        self.notify(path=path)
        worker.drain(clock=timezone.now)

        assert queries.inbox(WHO.account_id)[0].path == "/my/cases/1"
        assert "https://motcua.example.vn/my/cases/1\n" in mail.outbox[0].body

    def test_takes_three_statements(self):
        self.notify()  # loads the template

        with CaptureQueriesContext(connection) as sent:
            self.notify(dedupe="case-7:4")

        statements = [q["sql"] for q in sent if "SAVEPOINT" not in q["sql"]]
        assert len(statements) == 3

    def test_reaches_nobody_twice_for_one_occasion(self):
        self.notify()
        self.notify()
        worker.drain(clock=timezone.now)

        assert len(queries.inbox(WHO.account_id)) == 1
        assert len(mail.outbox) == 1
        assert queries.count_by_state() == {State.SENT: 2}

    def test_leaves_out_channels_without_an_address(self):
        self.notify(Recipient(email="a@example.vn"))
        worker.drain(clock=timezone.now)

        assert len(mail.outbox) == 1
        assert queries.count_by_state() == {State.SENT: 1}

    def test_keeps_to_the_channels_of_its_kind(self):
        self.notify(
            key="step_assigned",
            facts={**FACTS, "step": "Thẩm định"},
        )

        assert len(queries.inbox(WHO.account_id)) == 1
        assert queries.count_by_state() == {}

    def test_says_what_is_wrong_only_behind_the_sign_in(self):
        facts = {"case_code": "H26", "items": "Thiếu CCCD", "answer_by": NOW.date()}
        self.notify(key="supplement_requested", facts=facts)
        worker.drain(clock=timezone.now)

        assert "Thiếu CCCD" in queries.inbox(WHO.account_id)[0].body
        assert "Thiếu CCCD" not in mail.outbox[0].body

    def test_needs_every_fact(self):
        with pytest.raises(KeyError):
            self.notify(facts={})

    def test_forgets_the_text_once_it_is_sent(self):
        self.notify()
        worker.drain(clock=timezone.now)

        assert set(Delivery.objects.values_list("body", flat=True)) == {""}

    def test_keeps_a_subject_on_one_line(self):
        facts = {**FACTS, "case_code": "H26\r\nBcc: x@example.vn"}
        self.notify(facts=facts)
        worker.drain(clock=timezone.now)

        assert "\n" not in mail.outbox[0].subject


@pytest.mark.django_db
class TestDelivering:
    @pytest.fixture(autouse=True)
    def _home(self, settings, tmp_path):
        settings.HOME = tmp_path

    @pytest.fixture
    def delivery(self):
        commands.notify(
            key="accepted", recipient=Recipient(email="a@example.vn"), facts=FACTS,
            dedupe="1", now=NOW, case_id=new_id(),
        )  # fmt: skip
        return Delivery.objects.get()

    def fail_with(self, monkeypatch, error):
        def send(**_):
            raise error

        monkeypatch.setattr(ports, "send_email", send)

    def deliver(self, delivery, now=NOW):
        commands.deliver(delivery_id=delivery.id, now=now)
        (facts,) = queries.list_deliveries(case_id=delivery.case_id)
        return facts

    def test_tries_again_later(self, delivery, monkeypatch):
        self.fail_with(monkeypatch, OSError("down"))

        facts = self.deliver(delivery)

        assert (facts.state, facts.attempts) == (State.QUEUED, 1)
        assert facts.next_attempt_at == NOW + timedelta(minutes=2)
        assert facts.last_error == "OSError: down"

    def test_sends_when_the_server_is_back(self, delivery, monkeypatch):
        with monkeypatch.context() as patch:
            self.fail_with(patch, OSError("down"))
            self.deliver(delivery)

        facts = self.deliver(delivery)

        assert (facts.state, facts.attempts, facts.last_error) == (State.SENT, 2, "")

    def test_gives_up_visibly(self, delivery, monkeypatch):
        self.fail_with(monkeypatch, OSError("down"))

        for _ in range(rules.MAX_ATTEMPTS):
            self.deliver(delivery)

        assert [facts.id for facts in queries.list_failed().rows] == [delivery.id]

    def test_gives_up_at_once_where_nobody_is(self, delivery, monkeypatch):
        self.fail_with(monkeypatch, ports.Undeliverable("no such user"))

        assert self.deliver(delivery).state == State.FAILED

    def test_can_be_told_to_try_again(self, delivery, monkeypatch):
        with monkeypatch.context() as patch:
            self.fail_with(patch, ports.Undeliverable("no such user"))
            self.deliver(delivery)

        ids = [delivery.id]
        assert commands.send_again(delivery_ids=ids, actor=KEEPER, now=NOW) == 1
        assert commands.send_again(delivery_ids=ids, actor=KEEPER, now=NOW) == 0
        assert self.deliver(delivery).state == State.SENT

    def test_sends_once_however_often_the_job_runs(self, delivery):
        self.deliver(delivery)
        self.deliver(delivery)

        assert len(mail.outbox) == 1

    def test_shows_staff_a_masked_address(self, delivery):
        assert self.deliver(delivery).address == "a…@example.vn"

    @pytest.mark.parametrize(
        ("code", "raised"),
        [(550, ports.Undeliverable), (450, smtplib.SMTPRecipientsRefused)],
    )
    def test_knows_a_refused_address_from_a_busy_one(self, monkeypatch, code, raised):
        def send(_):
            raise smtplib.SMTPRecipientsRefused({"a@example.vn": (code, b"no")})

        monkeypatch.setattr(ports.EmailMessage, "send", send)

        with pytest.raises(raised):
            ports.send_email(
                address="a@example.vn", subject="s", body="b", reference="r"
            )

    def test_erases_what_was_said_and_to_whom(self, delivery):
        commands.notify(
            key="accepted", recipient=WHO, facts=FACTS, dedupe="2", now=NOW,
            case_id=delivery.case_id,
        )  # fmt: skip

        count = commands.erase_notices(case_id=delivery.case_id, now=NOW)
        worker.drain(clock=timezone.now)

        assert count == 4
        assert mail.outbox == []
        assert queries.inbox(WHO.account_id)[0].body == "—"
        assert not Delivery.objects.filter(address__contains="@").exists()


@pytest.mark.django_db
class TestFailed:
    def fail(self, count=1, **facts):
        rows = [
            Delivery(
                **{
                    "channel": "EMAIL", "key": "accepted", "body": "x",
                    "address": f"thuy{n}@example.vn", "dedupe": str(n),
                    "state": State.FAILED, "attempts": 10,
                    "last_error": f"Refused: thuy{n}@example.vn unknown",
                    "created_at": NOW - timedelta(minutes=n),
                } | facts
            )
            for n in range(count)
        ]  # fmt: skip
        return Delivery.objects.bulk_create(rows)

    def test_are_paged_from_the_newest(self):
        rows = self.fail(5)

        first = queries.list_failed(size=3)
        second = queries.list_failed(size=3, cursor=first.next_cursor)

        found = [one.id for one in (*first.rows, *second.rows)]
        assert found == [row.id for row in rows]
        assert second.next_cursor is None

    def test_are_found_by_channel_and_kind(self):
        self.fail(2)
        self.fail(1, channel="SMS", key="decided", address="0912345678")

        sms = FailedFilter(channel=Channel.SMS)
        assert [one.key for one in queries.list_failed(sms).rows] == ["decided"]
        assert len(queries.list_failed(FailedFilter(key="accepted")).rows) == 2

    def test_do_not_give_the_address_away_in_the_reason(self):
        self.fail()

        (one,) = queries.list_failed().rows

        assert one.last_error == "Refused: th…@example.vn unknown"

    def test_are_sent_again_all_at_once_by_the_filter(self):
        self.fail(3)
        self.fail(1, channel="SMS", address="0912345678")

        count = commands.send_all_again(
            FailedFilter(channel=Channel.EMAIL), actor=KEEPER, now=NOW
        )

        assert count == 3
        assert queries.count_by_state() == {State.FAILED: 1, State.QUEUED: 3}
        worker.drain(clock=timezone.now)
        assert len(mail.outbox) == 3

    def test_are_bounded_at_once(self):
        self.fail(3)

        assert commands.send_all_again(EVERY, actor=KEEPER, now=NOW, most=2) == 2

    def test_once_erased_are_never_sent(self):
        (row,) = self.fail(1, body="", address=f"{rules.ERASED}1")

        assert queries.list_failed().rows[0].is_erased
        assert queries.count_failed() == 0
        ids = [row.id]
        assert commands.send_again(delivery_ids=ids, actor=KEEPER, now=NOW) == 0
        assert commands.send_all_again(EVERY, actor=KEEPER, now=NOW) == 0

    def test_are_for_those_who_may(self):
        nobody = Actor(new_id(), "Lan", Role.CITIZEN)

        with pytest.raises(NotCompetent):
            commands.send_again(delivery_ids=[], actor=nobody, now=NOW)
        with pytest.raises(NotCompetent):
            commands.send_all_again(EVERY, actor=nobody, now=NOW)


@pytest.mark.django_db
class TestCommand:
    def run(self, *arguments):
        out = io.StringIO()
        try:
            call_command("notices", *arguments, stdout=out, stderr=io.StringIO())
        except SystemExit as end:
            return end.code, out.getvalue()
        return 0, out.getvalue()

    def test_says_that_nothing_was_sent(self):
        assert self.run() == (0, "Nothing was sent yet.\n")

    def test_shows_what_failed_and_ends_with_3(self):
        (row,) = TestFailed().fail()

        code, said = self.run()

        assert code == 3
        assert str(row.id) in said
        assert "thuy0@" not in said
        assert json.loads(self.run("--json")[1])["states"] == {"FAILED": 1}

    def test_sends_again(self):
        (one, *_) = TestFailed().fail(3)

        assert self.run("--send-again", str(one.id))[0] == 3
        assert self.run("--send-again", "all")[0] == 0
        assert queries.count_by_state() == {State.QUEUED: 3}

    def test_refuses_what_is_no_id(self):
        with pytest.raises(CommandError, match="no id"):
            self.run("--send-again", "x")


@pytest.mark.django_db
class TestInbox:
    @pytest.fixture
    def account_id(self):
        account_id = new_id()
        for number in range(5):
            commands.notify(
                key="accepted", recipient=Recipient(account_id=account_id),
                facts=FACTS, dedupe=str(number), now=NOW,
            )  # fmt: skip
        return account_id

    def test_is_paged_from_the_newest(self, account_id):
        first = queries.inbox(account_id, limit=3)
        second = queries.inbox(account_id, limit=3, before=first[-1].id)

        ids = [message.id for message in (*first, *second)]
        assert ids == sorted(ids, reverse=True)
        assert len(ids) == 5

    def test_counts_what_is_unread(self, account_id):
        message = queries.inbox(account_id)[0]

        assert commands.mark_read(account_id=account_id, message_id=message.id, now=NOW)
        assert queries.count_unread(account_id) == 4
        assert message.id not in {
            m.id for m in queries.inbox(account_id, unread_only=True)
        }
        assert commands.mark_all_read(account_id=account_id, now=NOW) == 4
        assert queries.count_unread(account_id) == 0

    def test_is_nobody_elses(self, account_id):
        message, other = queries.inbox(account_id)[0], new_id()

        assert queries.get_message(account_id, message.id) == message
        assert queries.get_message(other, message.id) is None
        assert not commands.mark_read(account_id=other, message_id=message.id, now=NOW)
