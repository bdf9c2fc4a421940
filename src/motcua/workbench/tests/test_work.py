"""Home, worklist and bulk actions."""

from datetime import timedelta

import pytest

from motcua.cases import commands
from motcua.cases.commands import Order
from motcua.cases.queries import get_case
from motcua.cases.tests.world import MORNING, accepted, submitted
from motcua.workbench.bulk import Pick

WORK = "/workbench/work/"
BULK = "/workbench/work/bulk/"


def pick(world, case_id, key, seen=None):
    seq = get_case(case_id, world.controller).seq
    return Pick(case_id, seq if seen is None else seen, key).value


class TestHome:
    def test_counts_what_is_due_for_me_and_for_my_units(self, world, sign_in, clock):
        mine, other = accepted(world), accepted(world)
        order = Order(mine, world.officer, MORNING)
        commands.reassign_work(order, item="examine", assignee_id=world.officer.id)
        clock(MORNING + timedelta(days=30))

        page = sign_in(world.officer).get("/workbench/").context

        assert [f.count for f in page["mine"]] == [1, 0, 0]
        assert [f.count for f in page["units"]] == [2, 0, 0]
        assert {line.row.case_id for line in page["lines"]} == {mine, other}

    def test_shows_a_clerk_what_waits_for_receipt(self, world, sign_in):
        submitted(world)
        accepted(world)

        page = sign_in(world.clerk).get("/workbench/").context

        assert page["waiting"].count == 1

    def test_says_a_due_class_in_words_too(self, world, sign_in, clock):
        accepted(world)
        clock(MORNING + timedelta(days=30))

        text = sign_in(world.officer).get("/workbench/").content.decode()

        assert "Quá hạn 1" in text or "Quá hạn" in text

    def test_an_administrator_has_no_cases_there(self, administrator, sign_in):
        page = sign_in(administrator).get("/workbench/")

        assert "mine" not in page.context
        assert "Lịch làm việc" in page.content.decode()


class TestWorklist:
    def test_sorts_by_due_time(self, world, sign_in):
        later = accepted(world, now=MORNING)
        sooner = accepted(world, now=MORNING - timedelta(days=5))

        lines = sign_in(world.officer).get(WORK).context["lines"]

        assert [line.row.case_id for line in lines] == [sooner, later]

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ("", 1),
            ("?mine=on", 0),
            ("?due=OVERDUE", 0),
            ("?due=EARLY", 0),
            ("?due=SOON", 1),
            ("?status=ACCEPTED", 1),
            ("?status=DECIDED", 0),
            ("?procedure=1.001193", 1),
            ("?procedure=9.999999", 0),
            ("?role=OFFICER", 1),
            ("?text=H26.99", 1),
            ("?text=Tr%E1%BA%A7n", 1),
            ("?text=tran+thi", 1),
            ("?text=Nguy", 0),
            ("?due=NONSENSE&role=KING&unit=1", 1),
        ],
    )
    def test_is_narrowed(self, world, sign_in, asked, count):
        accepted(world)

        page = sign_in(world.officer).get(WORK + asked).context

        assert len(page["lines"]) == count

    def test_pages_by_key(self, world, sign_in, monkeypatch):
        monkeypatch.setattr("motcua.workbench.views.work.SIZE", 2)
        ids = {accepted(world) for _ in range(3)}
        client = sign_in(world.officer)

        first = client.get(WORK + "?status=ACCEPTED").context
        second = client.get(first["links"].next_url).context

        assert len(first["lines"]) == 2
        assert {line.row.case_id for p in (first, second) for line in p["lines"]} == ids
        assert second["links"].first_url == WORK + "?status=ACCEPTED"
        assert not second["links"].next_url

    def test_refuses_a_forged_cursor(self, world, sign_in):
        assert sign_in(world.officer).get(WORK + "?after=abc").status_code == 422

    def test_offers_a_leader_the_people_to_give_work_to(self, world, sign_in):
        accepted(world)

        mine = sign_in(world.leader).get(WORK).context["colleagues"]
        theirs = sign_in(world.officer).get(WORK).context["colleagues"]

        assert world.officer.id in {post.account_id for post in mine}
        assert theirs == []


class TestBulk:
    def test_takes_and_gives_back(self, world, sign_in):
        case_id = accepted(world)
        client = sign_in(world.officer)

        client.post(BULK, {"do": "take", "pick": pick(world, case_id, "examine")})
        taken = get_case(case_id, world.officer).state.items["examine"]
        client.post(BULK, {"do": "release", "pick": pick(world, case_id, "examine")})
        given = get_case(case_id, world.officer).state.items["examine"]

        assert taken["assignee"] == str(world.officer.id)
        assert "assignee" not in given

    def test_accepts_many_and_says_of_each_what_came_of_it(self, world, sign_in):
        whole = submitted(world)
        lacking = submitted(world)
        commands.withdraw_case(Order(lacking, world.citizen, MORNING))
        picks = [pick(world, whole, "intake"), pick(world, lacking, "intake")]

        page = sign_in(world.clerk).post(BULK, {"do": "accept", "pick": picks})

        lines = {line.case_id: line for line in page.context["lines"]}
        assert lines[whole].is_done
        assert lines[whole].reference.startswith("H26.99-")
        assert not lines[lacking].is_done
        assert "Đã rút hồ sơ" in lines[lacking].words
        assert page.context["done"] == page.context["not_done"] == 1

    def test_tells_who_saw_an_older_state(self, world, sign_in):
        case_id = accepted(world)
        stale = pick(world, case_id, "examine", seen=1)

        page = sign_in(world.officer).post(BULK, {"do": "take", "pick": stale})

        assert not page.context["lines"][0].is_done
        assert "vừa được người khác thay đổi" in page.context["lines"][0].words

    def test_completes_one_step_of_many_cases(self, world, sign_in):
        ids = [accepted(world) for _ in range(3)]
        picks = [pick(world, case_id, "examine") for case_id in ids]
        client = sign_in(world.officer)

        choose = client.post(BULK, {"do": "outcome", "pick": picks})
        group = choose.context["groups"][0]
        data = {
            "do": "complete",
            "pick": [p.value for p in group.picks],
            "outcome": "propose",
            "batch": choose.context["batch"],
        }
        done = client.post(BULK, data)

        assert len(choose.context["groups"]) == 1
        assert done.context["done"] == 3
        for case_id in ids:
            assert "sign" in get_case(case_id, world.officer).state.items

    def test_sent_twice_does_nothing_twice(self, world, sign_in):
        case_id = accepted(world)
        data = {"do": "take", "pick": pick(world, case_id, "examine"), "batch": "b"}
        client = sign_in(world.officer)

        client.post(BULK, data)
        seq = get_case(case_id, world.officer).seq
        again = client.post(BULK, data)

        assert again.context["done"] == 1
        assert get_case(case_id, world.officer).seq == seq

    def test_leaves_out_what_is_no_step(self, world, sign_in):
        case_id = submitted(world)

        page = sign_in(world.clerk).post(
            BULK, {"do": "outcome", "pick": pick(world, case_id, "intake")}
        )

        assert page.context["groups"] == []
        assert "không phải bước xử lý" in page.context["others"][0].words

    def test_leader_gives_work_to_somebody(self, world, sign_in):
        case_id = accepted(world)
        data = {
            "do": "assign",
            "pick": pick(world, case_id, "examine"),
            "assignee": str(world.colleague.id),
        }

        sign_in(world.leader).post(BULK, data)

        item = get_case(case_id, world.leader).state.items["examine"]
        assert item["assignee"] == str(world.colleague.id)

    @pytest.mark.parametrize(
        "data",
        [
            {"do": "take"},
            {"do": "take", "pick": "nonsense"},
            {"do": "assign", "pick": "01890000-0000-7000-8000-000000000000|1|a"},
        ],
    )
    def test_goes_back_where_something_was_not_said(self, world, sign_in, data):
        answer = sign_in(world.leader).post(BULK, data, follow=True)

        assert answer.redirect_chain == [(WORK, 302)]
        assert "Hãy" in answer.content.decode()

    def test_gives_nothing_away_of_a_case_off_ones_path(self, world, sign_in):
        case_id = accepted(world)

        page = sign_in(world.expert).post(
            BULK, {"do": "take", "pick": pick(world, case_id, "examine")}
        )

        line = page.context["lines"][0]
        assert not line.is_done
        assert line.applicant == ""
        assert line.reference.startswith("T-")

    def test_knows_no_other_deeds(self, world, sign_in):
        answer = sign_in(world.clerk).post(BULK, {"do": "burn", "pick": "a|1|b"})

        assert answer.status_code in {302, 404}
