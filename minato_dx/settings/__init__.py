"""Settings by environment.

``base`` holds every variable and is what runs; ``guards`` what production refuses; ``test`` what the tests change.
"""
