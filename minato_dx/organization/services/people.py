"""What a person changes about themselves."""

from minato_dx.organization.models import User


def update_contact(*, user: User, extension: str, email: str) -> None:
    """Store the person's own extension and mail address (both may be empty)."""
    user.extension, user.email = extension, email
    user.save(update_fields=["extension", "email"])
