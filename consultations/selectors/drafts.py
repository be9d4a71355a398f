"""What somebody typed and did not send."""

from dataclasses import dataclass, field

from consultations.models import Consultation, Draft
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.selectors import files_of
from minato_dx.organization.models import User

DRAFT_KIND = "draft"
# What is written by hand; choices stand at something from the start.
TYPED = ("body", "urgency_reason", "wished_solution", "preferred_times")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as a form takes it up again."""

    row: Draft
    files: list[Attachment] = field(default_factory=list)

    @property
    def text(self) -> dict[str, str]:
        """Return the single values by name; of several ones the last."""
        return {
            name: str(value[-1] if isinstance(value, list) and value else value or "")
            for name, value in self.row.data.items()
        }

    @property
    def has_text(self) -> bool:
        """Tell whether anything was typed, or laid beside it, that is worth taking up again."""
        return bool(self.files) or any(self.text.get(name, "").strip() for name in TYPED)


def kept_draft(*, user: User, key: str) -> KeptDraft | None:
    """Return the user's draft of that form with the files laid beside it; one query where there is none."""
    row = Draft.objects.filter(user=user, key=key).first()
    if row is None:
        return None
    return KeptDraft(row, files_of(kind=DRAFT_KIND, ids=[row.pk]).get(row.pk, []))


def is_visible(user: User, consultation_id: int) -> bool:
    """Tell whether the consultation that a draft belongs to may be seen by its writer."""
    return Consultation.objects.visible_to(user).filter(pk=consultation_id).exists()
