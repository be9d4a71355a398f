"""Rows into PostgreSQL by COPY: consultations with three messages each, their steps, promises and notifications."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import psycopg
from django.db.models import Model

from consultations.enums import OPEN, PromiseKind, Side, State
from consultations.models import Consultation, Message, Promise, TransitionLog
from minato_dx.core.calendar import close_of
from minato_dx.notifications.models import Notification
from scripts.console import counted
from tests.benchmarks.web.cases import Case, Ward
from tests.benchmarks.web.databases import without_indexes

CHUNK = 5_000
Values = dict[str, Any]


class Table:
    """How the rows of a model are written for COPY: what a row does not say is the field's own default."""

    def __init__(self, model: type[Model], rows: Callable[[Case], Iterator[Values]]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
        self.name = model._meta.db_table
        self.columns = [str(field.column) for field in fields]
        self.defaults = {field.column: _text(_default(field)) for field in fields}
        self.rows = rows

    def copy(self, connection: psycopg.Connection, cases: list[Case]) -> None:
        with connection.cursor().copy(f"COPY {self.name} ({', '.join(self.columns)}) FROM STDIN") as copy:
            copy.write("".join(self._line(values) for case in cases for values in self.rows(case)))

    def _line(self, values: Values) -> str:
        row = {**self.defaults, **{name: _text(value) for name, value in values.items()}}
        if len(row) > len(self.columns):
            raise ValueError(f"{self.name} has no {', '.join(sorted(row.keys() - self.defaults.keys()))}")
        return "\t".join([row[name] for name in self.columns]) + "\n"


def _default(field: Any) -> Any:
    """Return the default of a field; one that is drawn anew for each row is for the row to say."""
    drawn = field.has_default() and callable(field.default)
    return None if drawn else field.get_default()


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)


def load(connection: psycopg.Connection, *, ward: Ward, count: int) -> None:
    """Fill the (empty) tables with ``count`` consultations and leave them as autovacuum would."""
    tables = [
        Table(Consultation, _consultation),
        Table(Message, _messages),
        Table(TransitionLog, _steps),
        Table(Promise, _promises),
        Table(Notification, _notifications),
    ]
    # The rows are right by construction: checking twenty million references one by one would take longer than COPY.
    connection.execute("SET session_replication_role = replica")
    with connection.transaction(), without_indexes(connection, [table.name for table in tables]):
        cases = ward.cases(count)
        done = 0
        while chunk := list(islice(cases, CHUNK)):
            for table in tables:
                table.copy(connection, chunk)
            done += len(chunk)
            counted(done, count, "consultations")
        print("    building the indexes", flush=True)
    connection.execute("SET session_replication_role = DEFAULT")
    connection.execute(
        "INSERT INTO reference_numberseries (series, fiscal_year, last)"
        " SELECT 'consultation', fiscal_year, MAX(serial) FROM consultations_consultation GROUP BY fiscal_year"
    )
    connection.execute("VACUUM (ANALYZE)")


def _consultation(case: Case) -> Iterator[Values]:
    yield {
        "fiscal_year": case.fiscal_year,
        "serial": case.serial,
        "submission_token": _token(case.number),
        "requester_id": case.requester[0],
        "channel": "phone" if case.number % 20 == 0 else "portal",
        "division_id": case.place.division_id,
        "department_id": case.place.department_id,
        "division_name": case.place.division_name,
        "department_name": case.place.department_name,
        "title": case.title,
        "body": case.body,
        "field_id": case.number % 10 + 1,
        "is_private": case.is_private,
        "state": case.state.value,
        "resumes_to": State.ASSESSING.value if case.state == State.WAITING else "",
        "assignee_id": case.place.answers,
        "received_at": case.received_at,
        "next_due_at": case.due_at,
        "next_due_kind": case.due_kind,
        "last_word": case.body[:40],
        "last_word_by": case.requester[1],
        "last_word_side": case.last_side.value,
        "last_word_at": case.moments[2],
        "outcome": case.outcome,
        "outcome_text": "お役に立ててよかったです。" if case.outcome else "",
        "closed_at": case.closed_at,
        "handed_over_to": "情報政策課" if case.state == State.HANDED_OVER else "",
    }


def _messages(case: Case) -> Iterator[Values]:
    texts = (case.body, "ありがとうございます。件数を教えてください。", "先月は412件でした。年度末はもう少し増えます。")
    for place, (moment, body) in enumerate(zip(case.moments, texts, strict=True)):
        is_dx = place == 1
        yield {
            "consultation_id": case.number,
            "author_id": case.place.answers if is_dx else case.requester[0],
            "author_post": "デジタル改革担当 主任" if is_dx else f"{case.place.division_name} 主任",
            "side": (Side.DX if is_dx else Side.ASKER).value,
            "body": body,
            "created_at": moment,
        }


def _steps(case: Case) -> Iterator[Values]:
    way = [State.RECEIVED]
    if case.state != State.RECEIVED:
        way += [State.ASSESSING, case.state]
    before = ""
    for moment, state in zip(case.moments, way, strict=False):
        yield {
            "consultation_id": case.number,
            "name": "receive" if not before else "close" if state not in OPEN else "begin_assessing",
            "from_state": before,
            "to_state": state.value,
            "actor_id": case.place.answers if before else case.requester[0],
            "actor_name": "汐見 拓也" if before else case.requester[1],
            "created_at": moment,
        }
        before = state.value


def _promises(case: Case) -> Iterator[Values]:
    kept = {"consultation_id": case.number, "made_at": case.received_at, "due_at": close_of(case.moments[1].date())}
    if case.due_kind != PromiseKind.FIRST_REPLY:
        yield {**kept, "kind": PromiseKind.FIRST_REPLY.value, "kept_at": case.moments[1]}
    if case.due_at:
        paused_at = case.moments[2] if case.state == State.WAITING else None
        yield {**kept, "kind": case.due_kind, "due_at": case.due_at, "paused_at": paused_at}


def _notifications(case: Case) -> Iterator[Values]:
    yield {
        "event": f"consultation:{case.number}:received",
        "kind": "assigned",
        "recipient_id": case.place.answers,
        "title": f"新しい相談です（{case.place.division_name}）",
        "object_kind": "consultation",
        "object_id": case.number,
        "created_at": case.received_at,
        "read_at": None if case.state == State.RECEIVED else case.received_at + dt.timedelta(hours=3),
    }


def _token(number: int) -> uuid.UUID:
    return uuid.UUID(int=random.Random(number).getrandbits(128))
