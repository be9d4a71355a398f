"""What the clock does with trial apps: owners who are asked whether they are of use, and owners who moved."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from leaders.models import TrialApp
from leaders.selectors.trial_apps import apps_left_behind, is_due, leader_to_own
from leaders.services.telling import tell_of_app
from leaders.services.trial_apps import ask_for_owner, change_owner, heads_of
from minato_dx.core.calendar import short_day
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.organization.selectors import section_head

# Days without an answer after which the head hears of it, and then the head of the DX section.
HEAD_AFTER, SECTION_AFTER = dt.timedelta(days=30), dt.timedelta(days=60)
ONE_CLICK = (
    "画面を開いて「いまも使っている」を押すだけで終わります。使っていなければ、やめた理由をひとこと書いてください。"
)


@transaction.atomic
def ask_owners(*, now: dt.datetime | None = None) -> int:
    """Ask the owners of apps that were not confirmed for six months, and return how many were asked for the first time.

    Who does not answer is reminded together with the division's head after 30 days; after 60 the head of the DX section
    hears of it. Nobody is told of one asking twice, however often this runs.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    rows = TrialApp.objects.select_for_update(of=("self",)).select_related("owner", "division")
    asked = 0
    for app in rows.filter(is_due(day=day), owner__isnull=False).order_by("pk"):
        if app.asked_on is None or app.asked_on <= app.confirmed_on:
            _ask(app, day, now)
            asked += 1
        else:
            _ask_again(app, app.asked_on, day, now)
    return asked


def _ask(app: TrialApp, day: dt.date, now: dt.datetime) -> None:
    # Asking is no change of the app: its history would be full of it.
    TrialApp.objects.filter(pk=app.pk).update(asked_on=day)
    tell_of_app(
        app=app,
        event=f"ask:{day}",
        to=[app.owner],
        text=f"「{app.name}」は、いまも使っていますか",
        details=ONE_CLICK,
        topic=Topic.TURN,
        now=now,
    )


def _ask_again(app: TrialApp, asked_on: dt.date, day: dt.date, now: dt.datetime) -> None:
    since = f"{short_day(asked_on)}にお聞きしましたが、まだ返事がありません。"
    if day - asked_on >= HEAD_AFTER:
        tell_of_app(
            app=app,
            event=f"ask:{asked_on}:again",
            to=[app.owner, *heads_of(division=app.division, day=day)],
            text=f"「{app.name}」は、いまも使っていますか（2回目のお知らせ）",
            details=f"{since}持ち主の方は、{ONE_CLICK}所属長の方は、持ち主を替えられます。",
            topic=Topic.REMINDER,
            now=now,
        )
    if day - asked_on >= SECTION_AFTER:
        tell_of_app(
            app=app,
            event=f"ask:{asked_on}:section",
            to=[section_head(day=day)],
            text=f"「{app.name}」が使われているか、60日たっても確かめられていません",
            details=f"{since}課に聞いて、確かめてください。",
            topic=Topic.REMINDER,
            now=now,
        )


@transaction.atomic
def follow_owners(*, now: dt.datetime | None = None) -> int:
    """Give the apps of owners who moved or left to the leader of the division, and return how many changed hands.

    Where the division has no leader, the app stands without an owner; its head and the DX section are asked once to
    name one. An app without an owner goes to the division's leader as soon as there is one.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    seen = {app.pk: app.owner_id for app in apps_left_behind(day=day)}
    rows = TrialApp.objects.select_for_update(of=("self",)).select_related("owner", "division")
    changed = 0
    for app in rows.filter(pk__in=seen).order_by("pk"):
        # Somebody may have handed it on in between.
        if app.owner_id == seen[app.pk]:
            changed += _follow(app, day, now)
    return changed


def _follow(app: TrialApp, day: dt.date, now: dt.datetime) -> bool:
    before, heir = app.owner, leader_to_own(division=app.division, day=day)
    if before is None and heir is None:
        return False
    change_owner(app=app, to=heir, actor=None, now=now)
    if heir is None:
        why = f"持ち主だった{before.name}さんが、課を離れました。" if before else ""
        ask_for_owner(app=app, day=day, now=now, why=why)
        _tell(app, [_still_here(before, day)], f"「{app.name}」の持ち主から外れました", now)
    else:
        _tell_heir(app, heir, f"{before.name}さんが課を離れたので" if before else "持ち主がいなかったので", now)
        others = [_still_here(before, day), *heads_of(division=app.division, day=day)]
        text = f"「{app.name}」の持ち主が、{heir.name}さんに変わりました"
        _tell(app, [one for one in others if one != heir], text, now)
    return True


def _still_here(person: User | None, day: dt.date) -> User | None:
    return None if person is None or person.has_left(day) else person


def _tell_heir(app: TrialApp, heir: User, why: str, now: dt.datetime) -> None:
    tell_of_app(
        app=app,
        event=f"owner:{heir.pk}:{int(now.timestamp())}",
        to=[heir],
        text=f"「{app.name}」の持ち主になりました",
        details=f"{why}、課のリーダーのあなたが持ち主になりました。ほかの人に引き継ぐこともできます。",
        topic=Topic.ASSIGNED,
        now=now,
    )


def _tell(app: TrialApp, to: list[User | None], text: str, now: dt.datetime) -> None:
    tell_of_app(
        app=app,
        event=f"followed:{int(now.timestamp())}",
        to=to,
        text=text,
        details="異動や退職に合わせて、夜のうちに替わりました。",
        now=now,
    )
