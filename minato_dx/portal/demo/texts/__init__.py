"""What the divisions asked, department by department. Every trouble, person and figure is invented."""

from minato_dx.portal.demo.script import Case

CASES: tuple[Case, ...] = ()
