from motcua.cases import aftermath
from motcua.cases.tests.world import MORNING, accepted
from motcua.notices.queries import count_unread, inbox
from motcua.organisations.queries import get_account


def text(response) -> str:
    return response.content.decode()


class TestNotices:
    def test_shows_what_happened_and_counts_what_is_new(self, world, citizen):
        case_id = accepted(world)
        aftermath.follow_up(case_id, 1, 2, now=MORNING)

        page = text(citizen.get("/notices/"))

        assert f'<span class="count">{count_unread(world.citizen.id)}<' in page

    def test_opening_one_leads_to_the_case_and_marks_it_read(self, world, citizen):
        case_id = accepted(world)
        aftermath.follow_up(case_id, 1, 2, now=MORNING)
        notice = inbox(world.citizen.id)[0]
        before = count_unread(world.citizen.id)

        response = citizen.get(f"/notices/{notice.id}/")

        assert response.headers["location"] == f"/cases/{case_id}/"
        assert count_unread(world.citizen.id) == before - 1

    def test_all_are_read_at_once(self, world, citizen):
        aftermath.follow_up(accepted(world), 1, 2, now=MORNING)

        citizen.post("/notices/")

        assert count_unread(world.citizen.id) == 0

    def test_of_somebody_else_are_not_found(self, world, client_of):
        aftermath.follow_up(accepted(world), 1, 2, now=MORNING)
        notice = inbox(world.citizen.id)[0]

        response = client_of(world.stranger).get(f"/notices/{notice.id}/")

        assert response.status_code == 404


class TestProfile:
    def test_changes_what_a_person_said(self, world, citizen):
        citizen.post(
            "/profile/",
            {
                "name": "Trần Thị Bình",
                "phone": "0987654321",
                "identity_number": "",
                "address": "12 Hàng Bài",
                "language": "de",
            },
        )

        account = get_account(world.citizen.id)
        assert account.phone == "0987654321"
        assert account.language == "de"
        assert 'lang="de"' in text(citizen.get("/profile/"))

    def test_keeps_a_name(self, world, citizen):
        response = citizen.post("/profile/", {"name": "", "language": "vi"})

        assert response.status_code == 422
        assert get_account(world.citizen.id).name
