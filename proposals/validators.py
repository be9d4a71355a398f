"""What a proposal says in a text that has to be understood."""

from django.core.exceptions import ValidationError

from minato_dx.core.municipality_code import read_municipality_code

CITIES = 50
CITY_NAME_LENGTH = 80


def read_cities(text: str) -> dict[str, str]:
    """Return code → name of the municipalities, one in a line: ``131032 港区``.

    Raises ValidationError with every line that cannot be read named.
    """
    found, faults = {}, []
    for line in text.splitlines():
        code, _, name = " ".join(line.split()).partition(" ")
        if not code:
            continue
        try:
            found[read_municipality_code(code)] = name
        except ValidationError as fault:
            faults.append(f"「{line.strip()[:40]}」：{fault.messages[0]}")
            continue
        if not name or len(name) > CITY_NAME_LENGTH:
            faults.append(f"「{line.strip()[:40]}」：団体コードのあとに、空白を入れて自治体の名前を書いてください。")
    if len(found) > CITIES:
        faults.append(f"自治体は{CITIES}までです。残りは「実績」に書いてください。")
    if faults:
        raise ValidationError(faults)
    return found
