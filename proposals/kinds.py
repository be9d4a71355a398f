"""What this app tells lower rooms (files, notifications) about its things."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import timezone

from consultations import wishes
from minato_dx.core.calendar import today
from minato_dx.core.registry import Place, RegisteredKind, register
from minato_dx.organization.models import User
from proposals.enums import (
    CALL_KIND,
    CATALOGUE_KIND,
    CONFIDENTIAL_KIND,
    CONTACT_KIND,
    DIALOGUE_KIND,
    PROPOSAL_KIND,
    SHARED_KIND,
)
from proposals.models import ConflictDeclaration, Dialogue, ForwardedCall, PartAccess, Proposal
from proposals.selectors.contacts import contacts_for
from proposals.selectors.granting import granted_ids


def _visible(user: User, ids: Iterable[int]) -> set[int]:
    return set(Proposal.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _read(user: User, ids: Iterable[int]) -> set[int]:
    """Files that the vendor did not mark are for whoever may read the proposal: the desk, and all while it is shown."""
    wanted = list(ids)
    return _visible(user, wanted) | _shared(user, wanted)


def _open_to(user: User, ids: Iterable[int]) -> set[int]:
    """Confidential files are for those of the desk who said that they have no conflict of interest, and for whom they
    were granted to a day that is not over."""
    wanted = list(ids)
    declared = ConflictDeclaration.objects.filter(user=user, has_conflict=False, proposal__in=wanted)
    return _visible(user, declared.values_list("proposal", flat=True)) | granted_ids(user=user, ids=wanted)


def _log_file(user: User, object_id: int) -> None:
    PartAccess.objects.create(proposal_id=object_id, user=user, what="非公開のファイル", opened_at=timezone.now())


def _url(object_id: int) -> str:
    return reverse("proposal_detail", args=[Proposal.objects.get(pk=object_id).slug])


def _places(ids: Iterable[int]) -> dict[int, Place]:
    rows = Proposal.objects.filter(pk__in=list(ids)).select_related("company")
    return {
        row.pk: Place(f"{row.number}（{row.company.name}）", reverse("proposal_detail", args=[row.slug]))
        for row in rows
    }


def _shared(user: User, ids: Iterable[int]) -> set[int]:
    return set(Proposal.objects.shared_with(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _seen(user: User, ids: Iterable[int]) -> set[int]:
    return set(Proposal.objects.once_shared_with(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _shared_url(object_id: int) -> str:
    return reverse("shared_detail", args=[Proposal.objects.get(pk=object_id).slug])


def _beginning(object_id: int) -> wishes.Beginning:
    proposal = Proposal.objects.get(pk=object_id)
    field = proposal.fields.order_by("order", "pk").first()
    words = f"事業者の提案「{proposal.title}」を見て、うちの課でもできないか相談したいです。（{proposal.number}）"
    return wishes.Beginning(body=words, field_id=field.pk if field else None)


def _assignee(object_id: int) -> list[User]:
    return [Proposal.objects.select_related("assignee").get(pk=object_id).assignee]


def _title(object_id: int) -> str:
    return Proposal.objects.values_list("title", flat=True).get(pk=object_id)


def _visible_dialogues(user: User, ids: Iterable[int]) -> set[int]:
    return set(Dialogue.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_contacts(user: User, ids: Iterable[int]) -> set[int]:
    return set(contacts_for(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_calls(user: User, ids: Iterable[int]) -> set[int]:
    return set(ForwardedCall.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _staff(user: User, ids: Iterable[int]) -> set[int]:
    """The catalogue is for all staff; an id is but the week that a message is about."""
    return set(ids) if user.may_sign_in(today()) else set()


def _page_of(name: str) -> Callable[[int], str]:
    return lambda object_id: reverse(name, args=[object_id])


def register_kinds() -> None:
    """Make the kinds known; called once when the app is ready."""
    wishes.register(
        PROPOSAL_KIND,
        wishes.WishKind(
            label="事業者の提案",
            open_to=_shared,
            visible=_seen,
            title=_title,
            url=_shared_url,
            beginning=_beginning,
            told=_assignee,
        ),
    )
    register(PROPOSAL_KIND, RegisteredKind(visible=_read, url=_url, places=_places))
    register(SHARED_KIND, RegisteredKind(visible=_seen, url=_shared_url))
    register(CATALOGUE_KIND, RegisteredKind(visible=_staff, url=lambda _id: reverse("shared_list")))
    register(CONFIDENTIAL_KIND, RegisteredKind(visible=_open_to, url=_url, on_open=_log_file, places=_places))
    register(DIALOGUE_KIND, RegisteredKind(visible=_visible_dialogues, url=_page_of("dialogue_detail")))
    register(CONTACT_KIND, RegisteredKind(visible=_visible_contacts, url=_page_of("contact_detail")))
    register(CALL_KIND, RegisteredKind(visible=_visible_calls, url=_page_of("call_detail")))
