"""Cases of other municipalities: written, checked, shown, taken down, imported."""
