"""Everything that the page of one proposal shows, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from minato_dx.attachments.enums import FileState
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.selectors import files_of
from minato_dx.organization.models import User
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND, Part, State
from proposals.models import (
    ConfidentialPart,
    ConflictDeclaration,
    PartAccess,
    Proposal,
    Review,
    TransitionLog,
    VendorAnswer,
    VendorReply,
)
from proposals.permissions import can_work_on

ACCESSES_SHOWN = 20
# What the log says of each step.
WORDINGS = {
    "receive": "受け付けました",
    "ask_back": "補正をお願いしました。期限を止めました",
    "complete": "補正を受け取りました。期限がまた進みます",
    "begin_screening": "審査を始めました",
    "share": "庁内に共有しました",
    "transfer": "別の窓口へ移送しました",
    "decline": "見送りました",
    "begin_dialogue": "対話を始めました",
    "plan_dialogue": "対話の日時を決めました",
    "move_dialogue": "対話の日時を変えました",
    "cancel_dialogue": "対話を取りやめました",
    "record_dialogue": "対話の記録を書きました",
    "correct_dialogue": "対話の記録を直しました",
    "close": "結果を記録して終えました",
    "withdraw": "取り下げを記録しました",
    "expire": "庁内で見せる期間が終わりました",
    "reassign": "担当を替えました",
    "merge": "前の提案と合わせました",
    "link": "前の提案とつなげました",
    "unlink": "前の提案とのつながりを外しました",
    "set_apart": "前の提案とは別のものとしました",
    "not_apart": "「別のもの」を取り消しました",
    "revise": "事業者が内容を変えました",
    "vendor_withdraw": "事業者が取り下げました",
    "ask_vendor": "事業者に質問しました",
    "declare": "利害関係を申告しました",
    "ask_grant": "非公開の部分を見たいと申し込みました",
    "allow_grant": "非公開の部分を見せることにしました",
    "refuse_grant": "非公開の部分は見せないことにしました",
    "end_grant": "非公開の部分を見られる期間を終えました",
}


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """A step in words."""

    row: TransitionLog

    @property
    def words(self) -> str:
        return WORDINGS.get(self.row.name, State(self.row.to_state).label)


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """The parts of the page; nothing confidential is among them."""

    proposal: Proposal
    hidden: list[str]
    files: list[Attachment]
    has_hidden_files: bool
    answers: Sequence[VendorAnswer]
    replies: Sequence[VendorReply]
    later: Sequence[Proposal]
    steps: list[LoggedStep]
    reviews: list[Review]
    waiting_reviews: int
    own_review: Review | None
    accesses: Sequence[PartAccess]
    declaration: ConflictDeclaration | None
    earlier: Sequence[Proposal]

    @property
    def has_waiting_files(self) -> bool:
        return any(file.state == FileState.QUARANTINED for file in self.files)

    def is_open_part(self, part: Part) -> bool:
        return part.label not in self.hidden


def proposal_page(*, proposal: Proposal, user: User) -> ProposalPage:
    """Return the page of a proposal as a member of the desk reads it. Thirteen queries."""
    pk = proposal.pk
    reviews = list(Review.objects.filter(proposal=proposal).select_related("reviewer").prefetch_related("scores"))
    parts = ConfidentialPart.objects.filter(proposal=proposal).values_list("part", flat=True)
    return ProposalPage(
        proposal=proposal,
        hidden=[Part(part).label for part in parts],
        files=files_of(kind=PROPOSAL_KIND, ids=[pk])[pk],
        has_hidden_files=bool(files_of(kind=CONFIDENTIAL_KIND, ids=[pk])[pk]),
        answers=list(
            VendorAnswer.objects.filter(proposal=proposal).select_related("sent_by").prefetch_related("replies")
        ),
        replies=list(VendorReply.objects.filter(proposal=proposal, answer__isnull=True)),
        later=list(Proposal.objects.filter(same_as=proposal).select_related("company")),
        steps=[LoggedStep(row) for row in TransitionLog.objects.filter(proposal=proposal)],
        reviews=readable_reviews(proposal=proposal, reviews=reviews, user=user),
        waiting_reviews=sum(review.given_at is None for review in reviews),
        own_review=next((review for review in reviews if review.reviewer_id == user.pk), None),
        accesses=list(PartAccess.objects.filter(proposal=proposal).select_related("user")[:ACCESSES_SHOWN]),
        declaration=ConflictDeclaration.objects.filter(proposal=proposal, user=user).first(),
        earlier=list(Proposal.objects.visible_to(user).filter(company=proposal.company_id).exclude(pk=pk)[:10]),
    )


def readable_reviews(*, proposal: Proposal, reviews: Sequence[Review], user: User) -> list[Review]:
    """Keep the reviews that ``user`` may read: one's own; the other's once one's own is in; all once all are in, or
    once the screening is over.

    Whoever decides reads none before all are in, so that no reviewer is asked to change their mind.
    """
    given = [review for review in reviews if review.given_at is not None]
    if proposal.state != State.SCREENING or (reviews and len(given) == len(reviews)):
        return given
    is_own_in = any(review.reviewer_id == user.pk for review in given)
    if is_own_in and not can_work_on(user, proposal):
        return given
    return [review for review in given if review.reviewer_id == user.pk]
