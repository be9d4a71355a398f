"""What this app tells lower rooms (files, notifications) about its things."""

from collections.abc import Callable, Iterable

from django.urls import reverse

from consultations.enums import RESEARCH_KIND
from consultations.models import Consultation, Draft, Message, ResearchRequest
from consultations.permissions import can_hand_over
from consultations.selectors.handovers import handovers_of
from consultations.services.handovers import HANDOVER_KIND, LEAVING_KIND
from consultations.services.privacy import log_access
from minato_dx.core.registry import RegisteredKind, register
from minato_dx.organization.models import User


def _visible_consultations(user: User, ids: Iterable[int]) -> set[int]:
    return set(Consultation.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _told_consultations(user: User, ids: Iterable[int]) -> set[int]:
    """A head may be told of a private case whose summary was opened to them, without seeing the case itself."""
    wanted = list(ids)
    return _visible_consultations(user, wanted) | set(
        Consultation.objects.summarised_for(user).filter(pk__in=wanted).values_list("pk", flat=True)
    )


def _private_consultations(ids: Iterable[int]) -> set[int]:
    return set(Consultation.objects.filter(is_private=True, pk__in=list(ids)).values_list("pk", flat=True))


def _consultation_url(object_id: int) -> str:
    return reverse("consultation_by_id", args=[object_id])


def _page_of(name: str) -> Callable[[int], str]:
    return lambda object_id: reverse(name, args=[object_id])


def _visible_messages(user: User, ids: Iterable[int]) -> set[int]:
    rows = Message.objects.filter(pk__in=list(ids), consultation__in=Consultation.objects.visible_to(user))
    return set(rows.values_list("pk", flat=True))


def _message_url(object_id: int) -> str:
    return _consultation_url(Message.objects.values_list("consultation_id", flat=True).get(pk=object_id))


def _log_file(user: User, object_id: int) -> None:
    message = Message.objects.select_related("consultation").get(pk=object_id)
    log_access(consultation=message.consultation, user=user, what="ファイル")


def _own_drafts(user: User, ids: Iterable[int]) -> set[int]:
    return set(Draft.objects.filter(user=user, pk__in=list(ids)).values_list("pk", flat=True))


def _visible_handovers(user: User, ids: Iterable[int]) -> set[int]:
    return set(handovers_of(user=user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _people_to_hand_over(user: User, ids: Iterable[int]) -> set[int]:
    return set(ids) if can_hand_over(user) else set()


def _visible_research(user: User, ids: Iterable[int]) -> set[int]:
    """Those who may know who asks; messages about a request go to nobody else."""
    return set(ResearchRequest.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _withheld_research(ids: Iterable[int]) -> set[int]:
    rows = ResearchRequest.objects.filter(consultation__is_private=True, pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))


def register_kinds() -> None:
    """Make the kinds known; called once when the app is ready."""
    register(
        "consultation",
        RegisteredKind(visible=_told_consultations, url=_consultation_url, withheld=_private_consultations),
    )
    register("message", RegisteredKind(visible=_visible_messages, url=_message_url, on_open=_log_file))
    # What a handover says in a mail are numbers and names alone.
    register(HANDOVER_KIND, RegisteredKind(visible=_visible_handovers, url=_page_of("handover_detail")))
    register(LEAVING_KIND, RegisteredKind(visible=_people_to_hand_over, url=_page_of("handover_create")))
    register("draft", RegisteredKind(visible=_own_drafts, url=lambda _object_id: reverse("home")))
    register(
        RESEARCH_KIND,
        RegisteredKind(visible=_visible_research, url=_page_of("research_detail"), withheld=_withheld_research),
    )
