"""What each role finds in the navigation, and the counts beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from consultations.selectors import my_open_count, my_turn_count
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


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry: words, URL name, who sees it, and what is counted beside it."""

    label: str
    url_name: str
    shown_to: Callable[[Roles], bool] = everyone
    count: Callable[..., int] | None = None


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    count: int | None
    is_current: bool


ITEMS = (
    NavItem("ホーム", "home"),
    NavItem("受付一覧", "triage_list", dx_staff, count=my_open_count),
    NavItem("負担の状況", "triage_load", dx_staff),
    NavItem("相談", "consultation_list", count=my_turn_count),
    NavItem("庁内ツール", "tool_list"),
    NavItem("担当の一覧", "duty_list", not_dx_staff),
)


def links_for(user: User, roles: Roles, path: str) -> list[NavLink]:
    """Return the entries of ``user``, with the one under which ``path`` lies marked."""
    items = [(item, reverse(item.url_name)) for item in ITEMS if item.shown_to(roles)]
    current = current_url(path, [url for _, url in items])
    return [
        NavLink(
            label=item.label,
            url=url,
            count=item.count(user=user) if item.count else None,
            is_current=url == current,
        )
        for item, url in items
    ]


def current_url(path: str, urls: list[str]) -> str:
    """Return the longest of ``urls`` under which ``path`` lies; home is only itself. Empty where there is none."""
    under = [url for url in urls if path == url or (url != reverse("home") and path.startswith(url))]
    return max(under, key=len, default="")
