"""When the demo may be loaded, thrown away or left alone. Real people's data is never touched."""

import datetime as dt

from django.apps import apps
from django.conf import settings
from django.db.models import Max, Model
from django.utils import timezone

from consultations.models import Answer, Consultation, Draft, HearingSheet, InternalNote, Message, TransitionLog
from minato_dx.organization.models import User
from minato_dx.portal.models import JobRun
from minato_dx.scheduling.models import FeedToken, Slot

MARK = "load_demo"  # the row of JobRun that remembers when the demo was loaded
STALE_AFTER = dt.timedelta(days=14)
# What people leave behind when they use the portal, and the moment it carries.
TRACES = (
    (TransitionLog, "created_at"),
    (Message, "created_at"),
    (InternalNote, "created_at"),
    (Answer, "created_at"),
    (HearingSheet, "updated_at"),
    (Draft, "updated_at"),
    (Slot, "created_at"),
    (FeedToken, "created_at"),
)


def is_loaded() -> bool:
    """Tell whether the demo is in this database."""
    return JobRun.objects.filter(job=MARK).exists()


def remember_loading() -> None:
    """Note that the demo was loaded now."""
    now = timezone.now()
    JobRun.objects.filter(job=MARK).delete()
    JobRun.objects.create(job=MARK, period=now, started_at=now, finished_at=now)


def reason_to_refuse() -> str:
    """Return why nothing may be loaded or removed here, in words for who asked; empty where it may.

    Consultations need no look of their own: each has its requester, so that one of a real person never stands alone.
    """
    if settings.PRODUCTION:
        return "本番の設定（DX_PRODUCTION）では、お試しデータを入れられません。パスワードが公開されているためです。"
    real_people = User.objects.filter(is_demo=False).count()
    if real_people:
        return (
            f"お試しデータを入れませんでした。このデータベースには、お試しの人ではない職員が{real_people}人います。"
            "別のデータベースを用意してください（DX_DATA_DIR か DATABASE_URL で選べます）。"
        )
    return ""


def is_stale() -> bool:
    """Tell whether the newest consultation has grown old and nobody has changed anything since the loading."""
    newest = Consultation.objects.aggregate(newest=Max("received_at"))["newest"]
    if newest is not None and newest > timezone.now() - STALE_AFTER:
        return False
    loaded_at = JobRun.objects.get(job=MARK).finished_at
    return loaded_at is not None and not _was_used_since(loaded_at)


def _was_used_since(moment: dt.datetime) -> bool:
    used = any(model.objects.filter(**{f"{field}__gt": moment}).exists() for model, field in TRACES)
    return used or any(history._default_manager.filter(history_date__gt=moment).exists() for history in _histories())


def _histories() -> list[type[Model]]:
    """Return the history tables of the master data: whatever was changed in the admin stands there."""
    return [model for model in apps.get_models() if hasattr(model, "history_date")]
