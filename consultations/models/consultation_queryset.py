"""Consultations, always narrowed to what somebody may see."""

from typing import Self

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import BigIntegerField, BooleanField, Q
from django.db.models.expressions import RawSQL

from leaders.selectors import published_terms
from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from minato_dx.organization.roles import Roles, roles_of

# As SQL, because every page of a case starts with these and the ORM takes longer to write them than to run them.
ASSIGNEE_IS_ABSENT = """EXISTS (
    SELECT 1 FROM organization_absence a
    WHERE a.user_id = consultations_consultation.assignee_id
    AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to > %s)
)"""
# The division's own head, or that of the division that took its place.
HEAD_AT_WORK = """(
    SELECT m.user_id FROM organization_membership m JOIN organization_user u ON u.id = m.user_id
    WHERE (m.division_id = consultations_consultation.division_id OR m.division_id IN (
        SELECT s.successor_id FROM organization_divisionsuccession s
        WHERE s.predecessor_id = consultations_consultation.division_id
        AND NOT EXISTS (
            SELECT 1 FROM organization_divisionversion v WHERE v.division_id = s.predecessor_id
            AND v.valid_from <= %s AND (v.valid_to IS NULL OR v.valid_to > %s)
        )
    ))
    AND m.is_head
    AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to > %s)
    AND (u.left_on IS NULL OR u.left_on > %s)
    AND NOT EXISTS (
        SELECT 1 FROM organization_absence a
        WHERE a.user_id = m.user_id AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to > %s)
    )
    ORDER BY u.staff_number LIMIT 1
)"""


class ConsultationQuerySet(models.QuerySet):
    """The only way into consultations from a page, a count, an export, a file or a message."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may open today; lists, counts, exports and downloads all start here."""
        roles = roles_of(user)
        own = Q(requester=user)
        if roles.is_section_head:
            return self
        if roles.is_dx_staff:
            return self.filter(own | Q(is_private=False) | Q(assignee=user) | self._stood_in_for(roles))
        led = published_terms(on=today()).filter(person=user).values("division_id")
        return self.filter(own | Q(is_private=False) & (Q(division__in=roles.division_ids) | Q(division__in=led)))

    @staticmethod
    def _stood_in_for(roles: Roles) -> Q:
        # On most days nobody is absent, and the condition costs nothing.
        if not roles.absent_user_ids:
            return Q()
        return Q(department__in=roles.deputy_duty_department_ids, assignee__in=roles.absent_user_ids)

    def summarised_for(self, user: User) -> Self:
        """Keep the private proposals whose summary was opened to ``user`` as the head who agrees."""
        roles = roles_of(user)
        headed = roles.headed_division_ids | roles.acting_headed_division_ids
        return self.filter(is_private=True, head_summary_opened_at__isnull=False, division__in=headed).exclude(
            requester=user
        )

    def open(self) -> Self:
        return self.filter(is_open=True)

    def with_attendance(self) -> Self:
        """Read along who is there today, so that no permission of the page has to ask again."""
        day = today()
        return self.annotate(
            assignee_is_absent=RawSQL(ASSIGNEE_IS_ABSENT, [day, day], BooleanField()),  # noqa: S611  (a constant)
            head_at_work_id=RawSQL(HEAD_AT_WORK, [day] * 7, BigIntegerField()),  # noqa: S611  (a constant)
        )

    def update(self, **values: object) -> int:
        """Refuse to write the state past its transitions."""
        if "state" in values:
            raise ImproperlyConfigured("The state of a consultation changes by its transitions only.")
        return super().update(**values)
