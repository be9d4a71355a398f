"""What a person is on a day, derived from the dated facts and never typed in twice."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from minato_dx.core import calendar
from minato_dx.organization.enums import Office

if TYPE_CHECKING:
    from minato_dx.organization.models import User

# One statement, because every page asks it. The line of descent goes back through predecessors that no longer
# exist on the day: a division that still exists keeps its cases to itself, even where another one was split off it.
ROLES_SQL = """
WITH RECURSIVE
person AS (
    SELECT id FROM organization_user WHERE id = %(user)s AND (left_on IS NULL OR left_on > %(day)s)
),
own AS (
    SELECT m.division_id, m.is_head, m.is_acting_head, m.is_main, d.is_dx_section
    FROM organization_membership m
    JOIN person p ON p.id = m.user_id
    JOIN organization_division d ON d.id = m.division_id
    WHERE m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
),
lineage (root_id, division_id) AS (
    SELECT division_id, division_id FROM own
    UNION
    SELECT l.root_id, s.predecessor_id
    FROM lineage l
    JOIN organization_divisionsuccession s ON s.successor_id = l.division_id
    WHERE s.took_effect_on <= %(day)s AND NOT EXISTS (
        SELECT 1 FROM organization_divisionversion v
        WHERE v.division_id = s.predecessor_id
        AND v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to > %(day)s)
    )
)
SELECT 'division', l.division_id, o.is_head, o.is_acting_head, (o.is_main AND l.division_id = l.root_id),
       o.is_dx_section, ''
FROM lineage l JOIN own o ON o.division_id = l.root_id
UNION ALL
SELECT 'duty', t.department_id, t.is_main, false, false, false, ''
FROM organization_duty t JOIN person p ON p.id = t.user_id
WHERE t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
UNION ALL
SELECT 'office', 0, false, false, false, false, h.office
FROM organization_officeholder h JOIN person p ON p.id = h.user_id
WHERE h.valid_from <= %(day)s AND (h.valid_to IS NULL OR h.valid_to > %(day)s)
UNION ALL
SELECT 'absent', a.user_id, false, false, false, false, ''
FROM organization_absence a
WHERE a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s) AND EXISTS (
    SELECT 1 FROM organization_duty t JOIN person p ON p.id = t.user_id
    WHERE NOT t.is_main AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
)
"""


@dataclass(frozen=True, slots=True)
class Roles:
    """What one person is on one day. Divisions come with the predecessors whose cases they inherited."""

    user_id: int
    day: dt.date
    division_ids: frozenset[int] = frozenset()
    headed_division_ids: frozenset[int] = frozenset()
    acting_headed_division_ids: frozenset[int] = frozenset()
    main_division_id: int | None = None
    main_duty_department_ids: frozenset[int] = frozenset()
    deputy_duty_department_ids: frozenset[int] = frozenset()
    offices: frozenset[str] = frozenset()
    # Who is absent that day: what a deputy stands in for, and read for deputies only.
    absent_user_ids: frozenset[int] = frozenset()
    in_dx_section: bool = False
    is_section_head: bool = False

    @property
    def is_head(self) -> bool:
        """Tell whether the person heads any division."""
        return bool(self.headed_division_ids)

    @property
    def is_dx_staff(self) -> bool:
        """Tell whether the person belongs to the DX section or serves any department."""
        return self.in_dx_section or bool(self.main_duty_department_ids or self.deputy_duty_department_ids)

    @property
    def is_cio(self) -> bool:
        return Office.CIO in self.offices


def roles_of(user: "User", day: dt.date | None = None) -> Roles:
    """Return the roles of ``user`` on ``day`` (JST, default today) with one query, remembered on ``user``.

    Someone who has left has no role. What is written after the first call is not seen through the same object.
    """
    day = day or calendar.today()
    known: dict[dt.date, Roles] = user.__dict__.setdefault("_roles", {})
    if day not in known:
        known[day] = _read_roles(user.pk, day)
    return known[day]


def _read_roles(user_id: int, day: dt.date) -> Roles:
    with connection.cursor() as cursor:
        cursor.execute(ROLES_SQL, {"user": user_id, "day": day})
        rows = cursor.fetchall()
    # (what, id, is head | main duty, is acting head, is main division, is DX section, office)
    divisions = [row for row in rows if row[0] == "division"]
    duties = [row for row in rows if row[0] == "duty"]
    return Roles(
        user_id=user_id,
        day=day,
        division_ids=frozenset(row[1] for row in divisions),
        headed_division_ids=frozenset(row[1] for row in divisions if row[2]),
        acting_headed_division_ids=frozenset(row[1] for row in divisions if row[3]),
        main_division_id=next((row[1] for row in divisions if row[4]), None),
        main_duty_department_ids=frozenset(row[1] for row in duties if row[2]),
        deputy_duty_department_ids=frozenset(row[1] for row in duties if not row[2]),
        offices=frozenset(row[6] for row in rows if row[0] == "office"),
        absent_user_ids=frozenset(row[1] for row in rows if row[0] == "absent"),
        in_dx_section=any(row[5] for row in divisions),
        is_section_head=any(row[5] and row[2] for row in divisions),
    )
