import pytest
from django.test import RequestFactory

from motcua.web import limits
from motcua.web.limits import Limit, TooOften, address_of, take
from motcua.web.models import RateCount

pytestmark = pytest.mark.django_db
TWICE = Limit("twice", amount=2, seconds=60)
MANY = Limit("many", amount=20, seconds=60, chunk=5)
T = 1_000_020.0  # the first second of a window of 60


@pytest.fixture(autouse=True)
def _another_process():
    limits._spare.clear()


def spend(limit, times, source="a", now=T):
    for _ in range(times):
        take(limit, source, now=now)


class TestTake:
    def test_lets_through_as_often_as_allowed_and_then_refuses(self):
        spend(TWICE, 2)

        with pytest.raises(TooOften):
            spend(TWICE, 1)

    def test_says_for_how_long_it_is_closed(self):
        spend(TWICE, 2, now=T + 15)

        with pytest.raises(TooOften) as refusal:
            spend(TWICE, 1, now=T + 15)

        assert refusal.value.params == {"seconds": 45}

    def test_opens_again_in_the_next_window(self):
        spend(TWICE, 2)

        spend(TWICE, 2, now=T + 60)

    def test_counts_each_source_by_itself(self):
        spend(TWICE, 2)

        spend(TWICE, 2, source="b")

    def test_lets_everything_through_where_there_is_no_limit(
        self, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            spend(Limit("none", amount=0, seconds=60), 5)

    def test_counts_across_processes(self):
        spend(TWICE, 1)
        limits._spare.clear()  # as another process sees it
        spend(TWICE, 1)
        limits._spare.clear()

        with pytest.raises(TooOften):
            spend(TWICE, 1)

    def test_writes_once_a_chunk(self, django_assert_num_queries):
        with django_assert_num_queries(4):
            spend(MANY, 20)

        with pytest.raises(TooOften):
            spend(MANY, 1)

    def test_does_not_write_while_it_is_closed(self, django_assert_num_queries):
        spend(TWICE, 2)
        with pytest.raises(TooOften):
            spend(TWICE, 1)

        with django_assert_num_queries(0), pytest.raises(TooOften):
            spend(TWICE, 1)

    def test_keeps_no_source_in_clear(self):
        spend(TWICE, 1, source="203.113.131.7")

        assert "203.113" not in RateCount.objects.get().key


class TestSweep:
    def test_deletes_windows_gone_by(self):
        spend(TWICE, 1)

        assert limits.sweep(T + 30) == 0
        assert limits.sweep(T + 61) == 1


class TestAddressOf:
    def request(self, forwarded=""):
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        return RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)

    def test_believes_no_header_without_a_proxy(self):
        assert address_of(self.request("6.6.6.6")) == "10.0.0.1"

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (1, "203.0.113.9", "203.0.113.9"),
            (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
            (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
            (2, "203.0.113.9", "10.0.0.1"),
            (1, "", "10.0.0.1"),
        ],
    )
    def test_believes_what_the_outermost_trusted_proxy_saw(
        self, settings, proxies, forwarded, address
    ):
        settings.PROXIES = proxies

        assert address_of(self.request(forwarded)) == address
