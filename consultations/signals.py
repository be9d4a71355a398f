"""What this app announces, once it is committed."""

from django.dispatch import Signal

# Sent with ``consultation`` (closed, with its outcome) and ``by``: what follows from it elsewhere is for others to do.
consultation_closed = Signal()
