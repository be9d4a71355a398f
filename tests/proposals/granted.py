"""Walking a request for the confidential parts by the real services."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from minato_dx.organization.models import User
from proposals.enums import Part, State
from proposals.models import Grant, Proposal
from proposals.services import granting
from tests.consultations.walk import NOW
from tests.organization.factories import Ward
from tests.proposals.steps import advance, propose, release_all

TODAY = dt.date(2026, 11, 24)
PURPOSE = "来年度の窓口の見直しで比べるため"
# One mark for each part, and one that is a file's name.
MARKS = {part: f"ヒミツ{number}{part.value}号" for number, part in enumerate(Part)}
FILE_NAME = "ヒミツの見積り.csv"
FILE_WORDS = "ヒミツの単価"


def shared_with_secrets(ward: Ward, **changes: Any) -> Proposal:
    """Share a proposal every part of which is confidential, with a confidential file."""
    proposal = propose(
        ward,
        how=MARKS[Part.HOW],
        evidence=MARKS[Part.EVIDENCE],
        cost_note=MARKS[Part.COST],
        data_location=MARKS[Part.SECURITY],
        confidential={part.value: text for part, text in MARKS.items()},
        confidential_files=[SimpleUploadedFile(FILE_NAME, f"項目,値\n{FILE_WORDS},80\n".encode())],
        **changes,
    )
    release_all(ward.dx_main)
    return advance(proposal, State.SHARED)


def asked(proposal: Proposal, user: User, purpose: str = PURPOSE) -> Grant:
    return granting.ask_grant(proposal=proposal, user=user, purpose=purpose, now=NOW)


def granted(proposal: Proposal, user: User, days: int = 14) -> Grant:
    """Ask and grant, until so many days on."""
    last_day = TODAY + dt.timedelta(days=days)
    return granting.allow_grant(grant=asked(proposal, user), actor=proposal.assignee, last_day=last_day, now=NOW)
