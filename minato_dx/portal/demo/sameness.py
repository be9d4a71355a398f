"""A proposal like an earlier one of another company, one that was sent again, what is noted of companies, and pairs."""

import uuid

from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.proposals import WITHOUT_NUMBER
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import KASUMI
from minato_dx.reference.models import Company, FieldOfWork
from minato_dx.reference.selectors import version_of
from minato_dx.reference.services import (
    CompanyChange,
    CompanyFacts,
    Person,
    add_contact,
    change_company,
    set_contact_active,
)
from proposals.enums import Source, State
from proposals.models import FieldDesk, Proposal
from proposals.selectors.matching import suggestions
from proposals.services.matching import dismiss, introduce
from proposals.services.receiving import ContactFacts, ProposalFacts, record_proposal
from proposals.services.sameness import link

# Both look like what 見本データ株式会社 proposed and the ward tried; the second one is theirs.
AGAIN = (
    ("仮名サービス株式会社", "仮名 四季", 4, "手書きの届出書の文字を読み取る",
     "窓口で受け取った届出書を画像にし、打ち直す時間をなくします。"),
    ("見本データ株式会社", "見本 一郎", 1, "届出書の手書き文字を読み取る（第2版）",
     "手書きの届出書を打ち直す時間を、さらに減らします。読めなかった欄だけを職員が直します。"),
)  # fmt: skip
FIELD = "入力・転記"
WORKS_WELL = CompanyChange(
    name="見本データ株式会社",
    address="東京都港区架空1丁目2番3号",
    website="https://data.example.com",
    note="試行のときの窓口は見本さん。説明は、画面を見せてもらうほうが早い。",
)


def load_sameness(*, stage: Stage) -> None:
    """Let the desk receive what it knows already, mend what it knows of a company, and introduce a proposal."""
    for told in AGAIN:
        _receive(stage, *told)
    _link_first(stage)
    _know_better(stage)
    _introduce(stage)


def _receive(stage: Stage, company: str, person: str, ago: int, title: str, problem: str) -> None:
    now = stage.timeline.moment(-ago, "11:20")
    field = FieldOfWork.objects.get(name=FIELD)
    record_proposal(
        company=CompanyFacts(name=company, no_number_reason=WITHOUT_NUMBER),
        contact=ContactFacts(name=person, department="公共営業"),
        facts=ProposalFacts(title=title, problem=problem, fields=[field]),
        source=Source.MAIL,
        actor=stage.user(FieldDesk.objects.get(field=field).staff_id),
        token=uuid.uuid4(),
        now=now,
    )
    stamp(stage, now)


def _link_first(stage: Stage) -> None:
    """Link the older one of both with the proposal that was tried; the newer one waits for somebody to look."""
    now = stage.timeline.moment(-3, "9:40")
    proposal = Proposal.objects.get(title=AGAIN[0][3])
    earlier = Proposal.objects.filter(state=State.CLOSED).earliest("pk")
    link(proposal=proposal, actor=stage.user(proposal.assignee_id), earlier=earlier, now=now)
    stamp(stage, now)


def _know_better(stage: Stage) -> None:
    actor = stage.company.by_number[KASUMI]
    company = Company.objects.get(name=WORKS_WELL.name)
    # The history is stamped by the clock, and the demo's is another one.
    company.history.update(history_date=company.created_at)
    change_company(company=company, change=WORKS_WELL, seen=version_of(company), actor=actor)
    company.history.filter(history_id=version_of(company)).update(history_date=stage.timeline.moment(-3, "15:30"))
    company.contacts.update(mail="ichiro@data.example.com", phone="03-0000-0001")
    gone = add_contact(company=company, person=Person("見本 一葉", "公共営業（前任）"), actor=actor)
    set_contact_active(contact=gone, is_active=False, actor=actor)


def _introduce(stage: Stage) -> None:
    """Introduce what is shared to the likeliest consultation, and say of the next one that it does not fit."""
    now = stage.timeline.moment(-2, "13:30")
    proposal = Proposal.objects.select_related("assignee").filter(state=State.SHARED).latest("pk")
    desk = stage.user(proposal.assignee_id)
    acts = (introduce, dismiss)
    for act, one in zip(acts, suggestions(proposal=proposal, user=desk), strict=False):
        act(proposal=proposal, consultation=one.case, actor=desk, now=now)
    stamp(stage, now)
