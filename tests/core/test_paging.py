import pytest

from minato_dx.core.paging import Paginator
from minato_dx.organization.models import User


def test_a_page_knows_its_place_among_the_rows():
    page = Paginator(range(60), per_page=25).page("2")

    assert list(page) == list(range(25, 50))
    assert (page.number, page.num_pages, page.first, page.last) == (2, 3, 26, 50)
    assert (page.has_previous, page.has_next, page.next_size) == (True, True, 10)
    assert page.total_text == "60件"


def test_an_empty_list_has_one_empty_page():
    page = Paginator([]).page()

    assert list(page) == []
    assert (page.number, page.num_pages, page.first, page.last) == (1, 1, 0, 0)
    assert (page.has_previous, page.has_next, page.next_size) == (False, False, 0)
    assert page.total_text == "0件"


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("-3", 1), ("99", 3), ("", 1), (None, 1), ("二", 1), ("１", 1), ("1" * 50, 3)]
)
def test_a_number_that_is_no_page_becomes_the_first_or_last_one(asked, shown):
    assert Paginator(range(60), per_page=25).page(asked).number == shown


def test_an_absurdly_long_number_is_no_page():
    assert Paginator(range(60), per_page=25).page("9" * 5_000).number == 1


def test_the_total_is_exact_at_the_cap():
    page = Paginator(range(1_000)).page()

    assert page.total_text == "1,000件"
    assert not page.is_capped
    assert page.num_pages == 40


def test_beyond_the_cap_the_total_says_that_there_are_more():
    page = Paginator(range(1_001)).page("40")

    assert page.total_text == "1,000件以上"
    assert page.is_capped
    assert page.last == 1_000
    assert not page.has_next


def test_the_last_page_before_the_cap_shows_no_row_beyond_it():
    page = Paginator(range(500), per_page=40, cap=100).page("3")

    assert list(page) == list(range(80, 100))


@pytest.mark.parametrize("rows", [0, 3, 30])
@pytest.mark.django_db
def test_a_page_of_a_query_costs_the_same_whatever_there_is(rows, django_assert_num_queries):
    User.objects.bulk_create(User(staff_number=f"{number:07d}", name="試験 花子") for number in range(rows))
    query = User.objects.order_by("name", "-pk")

    with django_assert_num_queries(2 if rows else 1):
        page = Paginator(query, per_page=10).page()

    assert page.total == rows


@pytest.mark.django_db
def test_counting_stops_at_the_cap_and_forgets_the_order(django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        Paginator(User.objects.order_by("name"), cap=7).page()

    sql = captured[0]["sql"]
    assert "LIMIT 8" in sql
    assert "ORDER BY" not in sql
