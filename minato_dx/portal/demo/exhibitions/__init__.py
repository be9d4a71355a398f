"""Exhibitions of the invented ward: two that are over, one in about a fortnight, and one that takes applications."""

from minato_dx.exchange.models import IntranetItem
from minato_dx.portal.demo.exhibitions.coming import load_coming
from minato_dx.portal.demo.exhibitions.making import make_exhibition
from minato_dx.portal.demo.exhibitions.told import COMING, NEXT, PAST
from minato_dx.portal.demo.exhibitions.visits import load_visits
from minato_dx.portal.demo.scene import Stage
from showcase.enums import EXHIBITOR_KIND
from showcase.models import Exhibitor


def load_exhibitions(*, stage: Stage) -> None:
    """Let each be planned, filled and, where it is over, visited; the later ones are copied from the one before."""
    before = None
    for told in PAST:
        made = make_exhibition(stage=stage, told=told, copied_from=before)
        load_visits(stage=stage, made=made)
        before = made.exhibition
    coming = make_exhibition(stage=stage, told=COMING, copied_from=before)
    _as_before_the_door()
    load_coming(stage=stage, made=coming)
    make_exhibition(stage=stage, told=NEXT, copied_from=coming.exhibition)


def _as_before_the_door() -> None:
    """Those were invited before there was a public door: it hears nothing of them."""
    IntranetItem.objects.filter(kind=EXHIBITOR_KIND).delete()
    Exhibitor.objects.update(at_door_since=None, told_digest="")
