"""How a person wants to be reached."""

from collections.abc import Mapping

from django.db import transaction

from minato_dx.notifications.enums import Means, Topic
from minato_dx.notifications.models import Preference
from minato_dx.organization.models import User


@transaction.atomic
def set_preferences(*, user: User, means: Mapping[Topic, Means]) -> None:
    """Remember for each topic how ``user`` wants to hear of it from now on; what is owed already stays as it is."""
    Preference.objects.bulk_create(
        [Preference(user=user, topic=topic, means=way) for topic, way in means.items()],
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["means"],
    )
