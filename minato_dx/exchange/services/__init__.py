"""The intranet's end: what is sent to the door, and what is taken in from it."""
