"""By what a visitor narrows an exhibition down."""

from dataclasses import dataclass

from consultations.models import Consultation
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from minato_dx.reference.models import FieldOfWork
from showcase.models import Hall


@dataclass(frozen=True, slots=True)
class VisitConditions:
    """What is empty narrows nothing; ``fits`` keeps the fields of work that the own divisions asked about."""

    words: str = ""
    field: FieldOfWork | None = None
    hall: Hall | None = None
    kind: str = ""
    fits: bool = False

    @property
    def keys(self) -> list[str]:
        """Return the words as they are compared."""
        return [key for key in map(normalise_key, self.words.split()) if key]


def fields_near(*, user: User) -> frozenset[int]:
    """Return the fields of work that the user's divisions consulted about, as far as the user may see. One query."""
    cases = Consultation.objects.visible_to(user).filter(division__in=roles_of(user).division_ids)
    return frozenset(cases.filter(field__isnull=False).order_by().values_list("field", flat=True).distinct())


def says(keys: list[str], *texts: str) -> bool:
    """Tell whether the texts have every word, in any width."""
    if not keys:
        return True
    text = normalise_key(" ".join(texts))
    return all(key in text for key in keys)
