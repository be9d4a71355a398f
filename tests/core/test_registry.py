import pytest

from minato_dx.core import registry


@pytest.fixture(autouse=True)
def _empty_registry(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})


def odd_ones(user, ids):
    return {number for number in ids if number % 2}


def test_a_registered_kind_tells_what_may_be_seen_and_where_it_is():
    registry.register("case", registry.RegisteredKind(visible=odd_ones, url=lambda number: f"/case/{number}/"))
    kind = registry.get("case")

    assert kind.visible_ids(None, [1, 2, 3]) == {1, 3}
    assert kind.link(3) == "/case/3/"


def test_opening_is_noted_by_the_kind_that_keeps_a_log():
    opened = []
    registry.register(
        "case",
        registry.RegisteredKind(odd_ones, str, on_open=lambda user, number: opened.append((user, number))),
    )

    registry.get("case").opened("汐見", 7)

    assert opened == [("汐見", 7)]


def test_opening_is_no_trouble_for_a_kind_without_a_log():
    kind = registry.RegisteredKind(odd_ones, str)

    assert kind.opened("汐見", 7) is None


def test_a_name_is_registered_once_only():
    kind = registry.RegisteredKind(odd_ones, str)
    registry.register("case", kind)

    with pytest.raises(ValueError, match="registered twice"):
        registry.register("case", kind)


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        registry.get("story")
