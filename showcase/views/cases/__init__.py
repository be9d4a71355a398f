"""The library of other municipalities' cases: read by all staff, written by the DX section."""
