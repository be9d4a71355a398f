"""Exhibitions of the invented ward: two that are over, and one in about a fortnight."""

from minato_dx.portal.demo.exhibitions.coming import load_coming
from minato_dx.portal.demo.exhibitions.making import make_exhibition
from minato_dx.portal.demo.exhibitions.told import COMING, PAST
from minato_dx.portal.demo.exhibitions.visits import load_visits
from minato_dx.portal.demo.scene import Stage


def load_exhibitions(*, stage: Stage) -> None:
    """Let each be planned, filled and, where it is over, visited; the later ones are copied from the one before."""
    before = None
    for told in PAST:
        made = make_exhibition(stage=stage, told=told, copied_from=before)
        load_visits(stage=stage, made=made)
        before = made.exhibition
    load_coming(stage=stage, made=make_exhibition(stage=stage, told=COMING, copied_from=before))
