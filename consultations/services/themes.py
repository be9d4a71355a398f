"""What troubles a division, lent to the leaders' group work by the one who asked."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation, TrainingTheme
from consultations.permissions import can_lend_as_theme, is_requester
from consultations.services.telling import tell
from consultations.services.transitions import lock, log
from leaders.models import Team
from leaders.services.training.teams import forget_theme, lock_programme, may_write, set_theme
from minato_dx.core.steps import require
from minato_dx.organization.models import User


@transaction.atomic
def lend_as_theme(
    *, consultation: Consultation, actor: User, lend: bool, now: dt.datetime | None = None
) -> TrainingTheme | None:
    """Let leaders in training take the consultation up, or take that back while no team has.

    Raises StateConflict once a team works on it, and ConsultationError for one that has ended.
    """
    now = now or timezone.now()
    consultation = lock(consultation)
    require(can_lend_as_theme(actor, consultation) if lend else is_requester(actor, consultation))
    theme = TrainingTheme.objects.select_for_update().filter(consultation=consultation).first()
    if (theme is not None) == lend:
        return theme
    if theme is not None:
        if theme.team_id is not None:
            raise StateConflict("この相談には、もう班が取り組んでいます。やめるときは、担当に連絡してください。")
        theme.delete()
        theme = None
    elif not consultation.is_open:
        raise ConsultationError("終わった相談は、テーマにできません。")
    else:
        theme = TrainingTheme.objects.create(consultation=consultation, allowed_by=actor, allowed_at=now)
    log(
        consultation=consultation,
        actor=actor,
        name="lend_as_theme",
        before=consultation.state,
        now=now,
        detail="リーダー研修のテーマに使えるようにしました" if lend else "リーダー研修のテーマに使うのをやめました",
    )
    return theme


def withdraw_theme(*, consultation: Consultation) -> None:
    """Take a case that becomes private away from the team that has it, its title too. In the caller's transaction."""
    theme = TrainingTheme.objects.select_for_update(of=("self",)).filter(consultation=consultation).first()
    if theme is None:
        return
    if theme.team is not None:
        forget_theme(team=theme.team, theme=consultation.title)
    theme.delete()


@transaction.atomic
def choose_theme(*, team: Team, theme: TrainingTheme | None, actor: User, now: dt.datetime | None = None) -> None:
    """Let the team take up what was lent, in the place of what it had before; None gives it back.

    Raises StateConflict where another team was quicker, or the requester took it back.
    """
    now = now or timezone.now()
    require(may_write(team=team, person=actor))
    # Two members who choose at once choose one after the other.
    lock_programme(team.programme)
    TrainingTheme.objects.filter(team=team).update(team=None)
    if theme is None:
        return
    row = TrainingTheme.objects.select_for_update(of=("self",)).filter(pk=theme.pk, team__isnull=True)
    found = row.select_related("consultation__requester", "consultation__assignee").first()
    if found is None or found.consultation.is_private:
        raise StateConflict("このテーマは、ほかの班が選んだか、取り下げられました。別のテーマを選んでください。")
    found.team = team
    found.save(update_fields=["team"])
    case = found.consultation
    set_theme(team=team, actor=actor, name=team.name, theme=case.title, tool=team.tool)
    tell(
        consultation=case,
        kind="theme",
        event=f"theme:{team.pk}:{int(now.timestamp())}",
        to=[case.requester, case.assignee],
        by=actor,
        text=f"リーダー研修の{team.name}が、この相談に取り組みます",
        details="聞きたいことがあれば、班のメンバーから連絡します。解決策を決めるのは、これまでどおり担当です。",
        now=now,
    )
