"""Who answers which department, who leads which division, who is away: what hangs on the people."""

import datetime as dt
from dataclasses import dataclass

from minato_dx.organization.enums import AbsenceReason

SHIOMI, HATANO, KASUMI, KATSURAGI = "0003345", "0003346", "0003347", "0003352"
HIMURO, MINASE, SHINONOME, TOKIWA, ISSHIKI = "0003358", "0003361", "0003367", "0003374", "0003379"

# department → (main person, deputy)
DUTIES = {
    "01": (KASUMI, KATSURAGI),
    "02": (KASUMI, KATSURAGI),
    "03": (KATSURAGI, KASUMI),
    "04": (KATSURAGI, KASUMI),
    "05": (KATSURAGI, KASUMI),
    "06": (TOKIWA, ISSHIKI),
    "07": (SHIOMI, HATANO),
    "08": (HATANO, SHIOMI),
    "09": (SHIOMI, HATANO),
    "10": (SHIOMI, HATANO),
    "11": (HIMURO, ISSHIKI),
    "12": (HIMURO, ISSHIKI),
    "13": (MINASE, SHINONOME),
    "14": (ISSHIKI, HIMURO),
    "15": (SHINONOME, MINASE),
    "16": (MINASE, SHINONOME),
    "17": (HATANO, TOKIWA),
    "18": (HATANO, TOKIWA),
    "19": (SHINONOME, MINASE),
    "20": (SHINONOME, MINASE),
    "21": (TOKIWA, SHINONOME),
}
# Departments whose main person and deputy changed places on the last first of April.
SWAPPED_LAST_APRIL = ("06", "15")

# Department → who follows (main person, deputy), so many working days from the last finished one.
HANDED_ON = {"14": (8, (HIMURO, KATSURAGI))}

LEADER_PLACE = 2
# Divisions with a leader, by the year's class in which they were appointed (0 the first).
LEADERS = (
    ("0104", "0302", "0502", "0601", "0701", "0704", "0707", "0803", "0902", "1104", "1307", "1401", "1504", "1601",
     "1801"),
    ("0203", "0401", "0504", "0603", "0605", "0703", "0705", "0801", "0903", "1103", "1105", "1109", "1203", "1309",
     "1501", "1506", "1704", "1901", "1703", "0901"),
)  # fmt: skip
# Divisions whose leader moved away on the last first of April; nobody has followed yet.
VACANT = ("0201", "0604", "1001", "1108", "1503")


@dataclass(frozen=True, slots=True)
class Away:
    """An absence in working days from the last finished one (negative: before it)."""

    division: str
    place: int
    first: int
    last: int
    reason: AbsenceReason


AWAY = (
    # Away today: the deputy answers for 街づくり支援部 and 環境リサイクル支援部.
    Away("1303", 5, 0, 3, AbsenceReason.LEAVE),
    # Away when the nursery division asked about its meeting room.
    Away("1303", 1, -152, -150, AbsenceReason.TRIP),
    # The head of the disaster division has been away for weeks, so the acting head agrees.
    Away("1401", 0, -15, 20, AbsenceReason.OTHER),
    Away("0302", 1, 0, 1, AbsenceReason.TRIP),
    Away("0802", 2, -1, 4, AbsenceReason.SICK),
    Away("1703", 3, 1, 2, AbsenceReason.TRIP),
    # A holiday to come, in which hearings have to be moved.
    Away("1303", 1, 2, 3, AbsenceReason.LEAVE),
)


def leader_start(*, start: dt.date, batch: int) -> dt.date:
    """Return the day from which a class's leaders hold their post: October of its year, after the training."""
    return dt.date(start.year + batch + 1, 10, 1)
