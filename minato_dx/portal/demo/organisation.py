"""The demo organisation: 75 divisions in 21 departments, in official order.

Source of the names: the organisation chart that Minato City publishes, as far as public records show it. The codes
in ``organisation.csv`` are made here; they are not the city's own.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from minato_dx.organization.models import Department, Division, DivisionVersion
from minato_dx.portal.demo import bulk

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


def load_organisation(*, rows: list[DivisionRow], start: dt.date) -> Organisation:
    """Write departments and divisions as they hold from ``start`` on."""
    departments = _load_departments(rows, start)
    Division.objects.bulk_create(Division(key=row.code, is_dx_section=row.code == DX_SECTION) for row in rows)
    # Read again: not every database hands the keys of a bulk insert back.
    divisions = {division.key: division for division in Division.objects.all()}
    versions = [
        DivisionVersion(
            division=divisions[row.code],
            department=departments[row.department_code],
            code=row.code,
            name=row.name,
            order=order,
            valid_from=start,
        )
        for order, row in enumerate(rows, start=1)
    ]
    bulk.create(DivisionVersion, versions, start)
    return Organisation(departments=departments, divisions=divisions)


def _load_departments(rows: list[DivisionRow], start: dt.date) -> dict[str, Department]:
    names = {row.department_code: row.department_name for row in rows}
    created = bulk.create(
        Department,
        [
            Department(code=code, name=name, order=order, valid_from=start)
            for order, (code, name) in enumerate(names.items(), start=1)
        ],
        start,
    )
    return {department.code: department for department in created}
