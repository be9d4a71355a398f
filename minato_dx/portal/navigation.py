"""What each role finds in the navigation, and the counts beside it."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from consultations.selectors import my_open_count, my_turn_count
from leaders.selectors.approval import waiting_count
from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from minato_dx.organization.roles import Roles


def everyone(roles: Roles) -> bool:
    """Show to whoever is signed in."""
    return True


def dx_staff(roles: Roles) -> bool:
    """Show to those who answer consultations."""
    return roles.is_dx_staff


def not_dx_staff(roles: Roles) -> bool:
    """Show to those who consult and do not answer."""
    return not roles.is_dx_staff


def deciders(roles: Roles) -> bool:
    """Show to the CIO and the named deputy."""
    return bool(roles.offices & {Office.CIO, Office.CIO_DEPUTY})


@functools.cache
def address_of(url_name: str) -> str:
    """Return the address of a page without parameters, looked up once: every page asks for twenty of them."""
    return reverse(url_name)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry: words, URL name, who sees it, what is counted beside it, and lists whose single pages it covers.

    Such a list itself lies under its own entry, where it has one, and else under this one too.
    """

    label: str
    url_name: str
    shown_to: Callable[[Roles], bool] = everyone
    count: Callable[..., int] | None = None
    covers_pages_of: tuple[str, ...] = ()

    def nearness(self, path: str) -> int:
        """Return how near above ``path`` this entry stands, 0 for not at all; home is only itself."""
        url = address_of(self.url_name)
        if path == url or (url != address_of("home") and path.startswith(url)):
            return 2 * len(url)
        parents = [parent for parent in map(address_of, self.covers_pages_of) if path.startswith(parent)]
        return max((2 * len(parent) + (1 if path != parent else -1) for parent in parents), default=0)


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    count: int | None
    is_current: bool


ITEMS = (
    NavItem("ホーム", "home"),
    # Whoever answers consultations comes to each of them from here.
    NavItem("受付一覧", "triage_list", dx_staff, count=my_open_count, covers_pages_of=("consultation_list",)),
    NavItem("負担の状況", "triage_load", dx_staff),
    NavItem("相談", "consultation_list", count=my_turn_count),
    NavItem("任命の決定", "approval_list", deciders, count=waiting_count),
    NavItem("DXリーダー", "leader_coverage"),
    NavItem(
        "事例・展示会",
        "showcase_front",
        covers_pages_of=("story_list", "case_list", "research_list", "exhibition_list", "exhibition_plan"),
    ),
    NavItem("事業者の提案", "proposal_list", dx_staff, covers_pages_of=("contact_list", "company_list")),
    NavItem("事業者の提案", "shared_list", not_dx_staff),
    NavItem("予定", "calendar"),
    NavItem("庁内ツール", "tool_list"),
    NavItem("担当の一覧", "duty_list", not_dx_staff),
)


def links_for(user: User, roles: Roles, path: str) -> list[NavLink]:
    """Return the entries of ``user``, with the one under which ``path`` lies marked."""
    items = [item for item in ITEMS if item.shown_to(roles)]
    current = current_item(path, items)
    return [
        NavLink(
            label=item.label,
            url=address_of(item.url_name),
            count=item.count(user=user) if item.count else None,
            is_current=item is current,
        )
        for item in items
    ]


def current_item(path: str, items: list[NavItem]) -> NavItem | None:
    """Return the entry under which ``path`` lies, or None."""
    nearest = max(items, key=lambda item: item.nearness(path))
    return nearest if nearest.nearness(path) else None
