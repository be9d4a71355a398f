"""The looks of choices that are drawn as badges: each list has its own, and none is left out."""

import pytest

from minato_dx.core.looks import BadgeChoices, draw


class Light(BadgeChoices):
    ON = "on", "点灯"
    OFF = "off", "消灯"


class Door(BadgeChoices):
    """Shares a value with Light."""

    OFF = "off", "閉"


def test_two_lists_with_the_same_value_look_each_their_own_way() -> None:
    draw(Light, {Light.ON: ("live", "check"), Light.OFF: ("end", "dash")})
    draw(Door, {Door.OFF: ("late", "alert")})

    assert (Light.ON.tone, Light.ON.icon) == ("live", "check")
    assert (Light.OFF.tone, Light.OFF.icon) == ("end", "dash")
    assert (Door.OFF.tone, Door.OFF.icon) == ("late", "alert")


@pytest.mark.parametrize("looks", [{"on": ("live", "check")}, {"on": ("a", "b"), "off": ("a", "b"), "dim": ("a", "b")}])
def test_an_entry_left_out_or_one_too_many_is_refused(looks: dict[str, tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="Light"):
        draw(Light, looks)
