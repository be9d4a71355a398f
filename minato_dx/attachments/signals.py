"""What this app announces, once it is committed."""

from django.dispatch import Signal

# Sent with ``attachment`` (as it stands in the database by now): nobody will ever open it; its owner tells whom it
# concerns.
file_refused = Signal()
