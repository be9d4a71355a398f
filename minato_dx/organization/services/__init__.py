"""What administrators and staff do to the organisation's data."""
