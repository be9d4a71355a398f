"""Master data that every pillar uses."""

from minato_dx.reference.models.companies import Company, CompanyContact, ContactLog
from minato_dx.reference.models.master import (
    CLOSED_DAYS,
    SETTINGS,
    ClosedDay,
    FieldOfWork,
    InHouseTool,
    NumberSeries,
    PortalSettings,
    Work,
    forget,
    remembered,
)
from minato_dx.reference.models.municipality import Municipality

__all__ = [
    "CLOSED_DAYS",
    "SETTINGS",
    "ClosedDay",
    "Company",
    "CompanyContact",
    "ContactLog",
    "FieldOfWork",
    "InHouseTool",
    "Municipality",
    "NumberSeries",
    "PortalSettings",
    "Work",
    "forget",
    "remembered",
]
