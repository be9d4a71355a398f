"""Settings by environment.

``base`` holds every variable and is what runs; ``door`` is the public door's process; ``guards`` what production
refuses; ``test`` what the tests change.
"""

import os


def chosen() -> str:
    """Return the settings of this process: the public door's where ``DX_DOOR`` is 1, else the portal's."""
    return "minato_dx.settings.door" if os.environ.get("DX_DOOR") == "1" else "minato_dx.settings.base"
