"""The invented ward that ``make run`` shows: real division names, invented people, sixty consultations.

Every person, figure and event here is made up. Only the names of departments and divisions are public facts.
"""
