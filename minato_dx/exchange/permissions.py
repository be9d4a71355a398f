"""Who mends the exchange."""

from minato_dx.organization.models import User


def can_mend_exchange(user: User) -> bool:
    """Administrators try again what could not be taken in; they see of it the reason and nothing else."""
    return user.is_superuser
