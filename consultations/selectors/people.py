"""Who has to do with a consultation, and the viewer's own facts around it: one UNION ALL query."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from consultations.models import Consultation
from consultations.selectors.moments import as_moment
from minato_dx.organization.models import User

ACCESSES_SHOWN = 20
# One statement, because the page needs all of it and none of it is long. What, id, four texts, a flag, a moment. A
# division that has ended is headed by the head of what took its place (as in models.consultation_queryset), and one
# that was merged or split is led by whoever led what came before and works there (as in leaders.selectors.terms).
SURROUNDINGS_SQL = """
WITH absent AS (
    SELECT user_id FROM organization_absence
    WHERE valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
)
SELECT CASE WHEN m.is_head THEN 'head' ELSE 'acting' END, u.id, u.name, u.extension, m.post, u.staff_number,
       u.id IN (SELECT user_id FROM absent), CAST(NULL AS timestamp with time zone)
FROM organization_membership m JOIN organization_user u ON u.id = m.user_id
WHERE m.division_id IN (
        SELECT %(division)s UNION ALL
        SELECT s.successor_id FROM organization_divisionsuccession s
        WHERE s.predecessor_id = %(division)s AND NOT EXISTS (
            SELECT 1 FROM organization_divisionversion v WHERE v.division_id = %(division)s
            AND v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to > %(day)s)
        )
    )
  AND (m.is_head OR m.is_acting_head)
  AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
  AND (u.left_on IS NULL OR u.left_on > %(day)s)
UNION ALL
SELECT 'deputy', u.id, u.name, u.extension, '', u.staff_number, u.id IN (SELECT user_id FROM absent), NULL
FROM organization_duty t JOIN organization_user u ON u.id = t.user_id
WHERE t.department_id = %(department)s AND NOT t.is_main
  AND t.valid_from <= %(day)s AND (t.valid_to IS NULL OR t.valid_to > %(day)s)
  AND (u.left_on IS NULL OR u.left_on > %(day)s)
UNION ALL
SELECT 'leader', u.id, u.name, u.extension, '', u.staff_number, false, NULL
FROM leaders_leaderterm l JOIN organization_user u ON u.id = l.person_id
WHERE (l.division_id = %(division)s OR (
        l.division_id IN (
            SELECT s.predecessor_id FROM organization_divisionsuccession s
            WHERE s.successor_id = %(division)s AND s.took_effect_on <= %(day)s
        )
        AND EXISTS (
            SELECT 1 FROM organization_membership m WHERE m.user_id = u.id AND m.division_id = %(division)s
            AND m.valid_from <= %(day)s AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
        )
    ))
  AND l.published_on <= %(day)s
  AND l.valid_from <= %(day)s AND (l.valid_to IS NULL OR l.valid_to > %(day)s)
UNION ALL
SELECT CASE WHEN u.id = %(assignee)s THEN 'assignee' ELSE 'requester' END, u.id, u.name, u.extension, '',
       u.staff_number, u.id IN (SELECT user_id FROM absent), NULL
FROM organization_user u WHERE u.id IN (%(assignee)s, %(requester)s)
UNION ALL
SELECT 'field', w.id, w.name, '', '', '', false, NULL FROM reference_fieldofwork w WHERE w.id = %(field)s
UNION ALL
SELECT 'draft', d.id, d.key, CAST(d.data AS text), '', '', false, d.updated_at
FROM consultations_draft d WHERE d.user_id = %(user)s AND d.key IN (%(reply_key)s, %(note_key)s)
UNION ALL
SELECT 'unread', n.id, '', '', '', '', false, NULL
FROM notifications_notification n
WHERE n.recipient_id = %(user)s AND n.read_at IS NULL AND n.object_kind = 'consultation' AND n.object_id = %(id)s
UNION ALL
SELECT 'asked_leader', u.id, u.name, u.extension, '', u.staff_number, false, NULL
FROM consultations_leaderturn lt JOIN organization_user u ON u.id = lt.leader_id
WHERE lt.consultation_id = %(id)s AND lt.ended_at IS NULL
UNION ALL
SELECT 'merged', c.id, '', '', '', '', false, NULL
FROM consultations_consultation c WHERE c.merged_into_id = %(id)s
UNION ALL
SELECT 'answer', a.id, '', '', '', '', false, NULL
FROM consultations_answer a WHERE a.consultation_id = %(id)s
UNION ALL
SELECT 'opened', newest.id, newest.name, newest.what, '', '', false, newest.opened_at
FROM (
    SELECT a.id, u.name, a.what, a.opened_at
    FROM consultations_accesslog a JOIN organization_user u ON u.id = a.user_id
    WHERE a.consultation_id = %(id)s ORDER BY a.id DESC LIMIT %(accesses)s
) newest
"""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as the page names them; ``name`` and ``extension`` fit the ``person`` template tag."""

    pk: int
    name: str
    extension: str = ""
    post: str = ""
    is_absent: bool = False

    @property
    def surname(self) -> str:
        return (self.name.split() or [self.name])[0]


NOBODY = Contact(0, "")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the viewer has typed and not sent."""

    pk: int
    data: dict[str, Any]
    saved_at: dt.datetime

    @property
    def body(self) -> str:
        """Return the text; of several values of the field the last."""
        value = self.data.get("body") or ""
        return str(value[-1] if isinstance(value, list) else value)


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody opened something of a private consultation."""

    name: str
    what: str
    at: dt.datetime


@dataclass(slots=True)
class Surroundings:
    """Everything that stands around the thread; accesses come newest first."""

    requester: Contact = NOBODY
    assignee: Contact = NOBODY
    heads: list[Contact] = field(default_factory=list)
    acting_heads: list[Contact] = field(default_factory=list)
    leaders: list[Contact] = field(default_factory=list)
    deputies: list[Contact] = field(default_factory=list)
    drafts: dict[str, Typed] = field(default_factory=dict)
    accesses: list[Access] = field(default_factory=list)
    merged_ids: list[int] = field(default_factory=list)
    asked_leaders: list[Contact] = field(default_factory=list)
    field_name: str = ""
    has_unread: bool = False
    is_answered: bool = False

    @property
    def head(self) -> Contact | None:
        return self.heads[0] if self.heads else None

    @property
    def acting_head(self) -> Contact | None:
        return self.acting_heads[0] if self.acting_heads else None

    @property
    def asked_leader(self) -> Contact | None:
        """Return the leader who has been asked first and whose turn goes on."""
        return self.asked_leaders[0] if self.asked_leaders else None

    @property
    def deputy(self) -> Contact | None:
        return self.deputies[0] if self.deputies else None


def read_surroundings(
    *, consultation: Consultation, user: User, day: dt.date, reply_key: str, note_key: str, with_accesses: bool
) -> Surroundings:
    """Return the people of ``day``, what ``user`` has typed and not read, and who opened the case, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            SURROUNDINGS_SQL,
            {
                "id": consultation.pk,
                "division": consultation.division_id,
                "department": consultation.department_id,
                "requester": consultation.requester_id,
                "assignee": consultation.assignee_id,
                "field": consultation.field_id,
                "user": user.pk,
                "day": day,
                "reply_key": reply_key,
                "note_key": note_key,
                "accesses": ACCESSES_SHOWN if with_accesses else 0,
            },
        )
        rows = cursor.fetchall()
    found = Surroundings()
    for row in sorted(rows, key=lambda row: (row[5], row[1])):
        _take(found, *row)
    found.accesses.reverse()
    # A deputy who has the case is no deputy in it.
    found.deputies = [person for person in found.deputies if person.pk != consultation.assignee_id]
    _tell(consultation, found)
    return found


def _tell(consultation: Consultation, found: Surroundings) -> None:
    """Say who is there where permissions ask for it, so that they need no query of their own."""
    if consultation.requester_id == consultation.assignee_id:
        found.requester = found.assignee
    consultation.assignee_is_absent = found.assignee.is_absent
    consultation.head_at_work_id = next((person.pk for person in found.heads if not person.is_absent), None)


def _take(
    found: Surroundings,
    what: str,
    pk: int,
    first: str,
    second: str,
    third: str,
    _staff_number: str,
    flag: bool,
    at: dt.datetime | str,
) -> None:
    contacts = {
        "head": found.heads,
        "acting": found.acting_heads,
        "leader": found.leaders,
        "asked_leader": found.asked_leaders,
        "deputy": found.deputies,
    }
    if what in contacts:
        contacts[what].append(Contact(pk, first, second, third, bool(flag)))
    elif what in ("requester", "assignee"):
        setattr(found, what, Contact(pk, first, second, is_absent=bool(flag)))
    elif what == "draft":
        found.drafts[first] = Typed(pk, json.loads(second), as_moment(at))
    elif what == "opened":
        found.accesses.append(Access(first, second, as_moment(at)))
    elif what == "merged":
        found.merged_ids.append(pk)
    elif what == "answer":
        found.is_answered = True
    elif what == "field":
        found.field_name = first
    else:
        found.has_unread = True


def related_cases(*, consultation: Consultation, user: User, merged_ids: list[int]) -> dict[int, Consultation]:
    """Return those of the merged ones, and of the one it was merged into, that ``user`` may see, by id.

    No query where nothing was merged.
    """
    wanted = [*merged_ids]
    if consultation.merged_into_id is not None:
        wanted.append(consultation.merged_into_id)
    if not wanted:
        return {}
    rows = Consultation.objects.visible_to(user).filter(pk__in=wanted)
    return {row.pk: row for row in rows.only("pk", "title", "fiscal_year", "serial")}
