"""The demo organisation: 75 divisions in 21 departments, in official order.

Source of the names: the organisation chart that Minato City publishes, as far as public records show it. The codes
in ``organisation.csv`` are made here; they are not the city's own.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from minato_dx.organization.models import Department, Division
from minato_dx.organization.services.organization_import import import_organization

FILE = Path(__file__).with_name("organisation.csv")
DX_SECTION = "1303"


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One division as the file has it."""

    department_code: str
    department_name: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """What was loaded, by code."""

    departments: dict[str, Department]
    divisions: dict[str, Division]


def read_rows() -> list[DivisionRow]:
    """Return the file's divisions in official order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            DivisionRow(
                department_code=row["department_code"],
                department_name=row["department_name"],
                code=row["division_code"],
                name=row["division_name"],
            )
            for row in csv.DictReader(file)
        ]


def load_organisation(*, start: dt.date) -> Organisation:
    """Import the file as any ward would, so that departments and divisions hold from ``start`` on."""
    import_organization(data=FILE.read_bytes(), as_of=start)
    return Organisation(
        departments={department.code: department for department in Department.objects.on(start)},
        divisions={division.key: division for division in Division.objects.all()},
    )
