"""What an import would do, or did, row by row."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from minato_dx.core.csv_reading import TableError, TableErrors
from minato_dx.core.no_overlap import NoOverlap


class Action(Enum):
    """What becomes of a row."""

    CREATE = "新しく登録"
    CHANGE = "変更"
    KEEP = "変更なし"
    LEAVE_OUT = "取り込まない"
    MISSING = "ファイルにない"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the file (line 0: something that the file does not have) and what becomes of it."""

    line: int
    action: Action
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that an import would do on ``as_of``, in the order of the file."""

    encoding: str
    as_of: dt.date
    changes: tuple[Change, ...]

    def counts(self) -> dict[Action, int]:
        """Return how many rows there are of each action, none left out."""
        return {action: sum(change.action is action for change in self.changes) for action in Action}

    @property
    def change_count(self) -> int:
        """Return how many rows create or change something."""
        return sum(change.action in (Action.CREATE, Action.CHANGE) for change in self.changes)

    @property
    def changes_anything(self) -> bool:
        return self.change_count > 0

    @property
    def digest(self) -> str:
        """Return a fingerprint, to tell whether what is done is what was shown."""
        return hashlib.sha256(repr((self.as_of, self.changes)).encode()).hexdigest()


class ReportChangedError(Exception):
    """The data have changed since the dry run was shown: it has to be looked at again."""


@dataclass(slots=True)
class Notes:
    """What an import collects on its way."""

    changes: list[Change] = field(default_factory=list)
    errors: list[TableError] = field(default_factory=list)

    def error(self, line: int, column: str, text: str) -> None:
        self.errors.append(TableError(line, column, text))

    def change(self, line: int, action: Action, subject: str, detail: str = "") -> None:
        self.changes.append(Change(line, action, subject, detail))

    def raise_errors(self) -> None:
        if self.errors:
            raise TableErrors(self.errors)

    def save(self, row: models.Model, line: int, columns: Mapping[str, str], *, exclude: tuple[str, ...] = ()) -> bool:
        """Check ``row`` in full and save it; tell whether it was. Faults are noted under the columns' names."""
        try:
            # Check constraints are left to the database itself: Django would ask it about each of them in advance, and
            # what they forbid is found while the file is read.
            row.full_clean(exclude=exclude, validate_constraints=False)
            for constraint in row._meta.constraints:
                if isinstance(constraint, NoOverlap):
                    constraint.validate(type(row), row)
        except ValidationError as fault:
            for name, texts in _by_field(fault).items():
                column = "" if name == NON_FIELD_ERRORS else columns.get(name, "")
                for text in texts:
                    self.error(line, column, text)
            return False
        row.save()
        return True

    def report(self, *, encoding: str, as_of: dt.date) -> Report:
        last = max((change.line for change in self.changes), default=0) + 1
        ordered = sorted(self.changes, key=lambda change: change.line or last)
        return Report(encoding, as_of, tuple(ordered))


def _by_field(fault: ValidationError) -> dict[str, list[str]]:
    return fault.message_dict if hasattr(fault, "error_dict") else {NON_FIELD_ERRORS: fault.messages}
