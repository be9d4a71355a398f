"""Who is told of what."""

from collections.abc import Iterable

from consultations.models import Consultation
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User

OBJECT_KIND = "consultation"


def tell(
    *,
    consultation: Consultation,
    kind: str,
    event: str,
    to: Iterable[User | None],
    by: User,
    text: str,
) -> None:
    """Owe the message ``［number］text`` to everybody named, except the one who did it.

    ``event`` tells this happening from another of the same kind (a log row's or a message's id).
    """
    notify(
        event=f"consultation:{consultation.pk}:{event}",
        kind=kind,
        recipients=[person for person in to if person is not None and person.pk != by.pk],
        title=f"［{consultation.number}］{text}",
        object_kind=OBJECT_KIND,
        object_id=consultation.pk,
    )
