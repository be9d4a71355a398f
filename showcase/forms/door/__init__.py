"""What is filled in at the public door for an exhibition, and its registration there.

Imported by the door's process, which has no table of the intranet: nothing here reads one.
"""

from minato_dx.door.offers import register
from showcase.forms.door.exhibitor import EXHIBITOR
from showcase.forms.door.visit import VISIT

register(EXHIBITOR)
register(VISIT)
