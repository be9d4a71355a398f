"""Other municipalities, each known by its code (全国地方公共団体コード) and never by its name alone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import IntegerField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Length, Substr
from django.db.models.lookups import Exact, In
from simple_history.models import HistoricalRecords

from minato_dx.core.municipality_code import DIGITS, read_municipality_code
from minato_dx.core.text import normalise_key

CODE_DIGITS = "0123456789"


def _digit(place: int) -> Combinable:
    return Cast(Substr("code", place, 1), IntegerField())


def _checks() -> Any:
    """Return 「the sixth digit checks the other five」 as the database reads it."""
    total = _digit(1) * 6 + _digit(2) * 5 + _digit(3) * 4 + _digit(4) * 3 + _digit(5) * 2
    return Exact((Value(11) - total % 11) % 10, _digit(DIGITS))


def _is_digits() -> Any:
    found = Q(Exact(Length("code"), DIGITS))
    for place in range(1, DIGITS + 1):
        found &= Q(In(Substr("code", place, 1), list(CODE_DIGITS)))
    return found


class Municipality(models.Model):
    """A city, ward, town or village (or a prefecture). Three wards are called 港区: the code tells them apart."""

    code = models.CharField("団体コード", max_length=DIGITS, unique=True)
    prefecture = models.CharField("都道府県", max_length=10)
    name = models.CharField("名前", max_length=40)
    kana = models.CharField("ふりがな", max_length=60, blank=True)
    name_key = models.CharField("名前（比較用）", max_length=120, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "自治体"
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=_is_digits(),
                name="reference_municipality_six_digits",
                violation_error_message="団体コードは、数字6桁です。",
            ),
            models.CheckConstraint(
                condition=_checks(),
                name="reference_municipality_check_digit",
                violation_error_message="団体コードの数字のどれかが違っています。書き写しを確かめてください。",
            ),
        ]
        indexes = [models.Index(fields=["prefecture", "code"], name="reference_municip_by_pref")]

    def __str__(self) -> str:
        return self.name if self.name == self.prefecture else f"{self.prefecture}{self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.fold()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they come

    def clean(self) -> None:
        """Read the code as people type it, and try its check digit."""
        try:
            self.code = read_municipality_code(self.code)
        except ValidationError as fault:
            raise ValidationError({"code": fault.messages}) from fault

    def fold(self) -> None:
        """Keep beside the name how it is looked for; for rows that are written many at once."""
        self.name_key = normalise_key(f"{self.prefecture}{self.name}{self.kana}")

    def is_called(self, name: str) -> bool:
        """Tell whether ``name``, as somebody wrote it, can mean this one: 港区, 名古屋市港区, 愛知県名古屋市港区."""
        key = normalise_key(name)
        own = normalise_key(self.name)
        ward = normalise_key(self.name.split()[-1]) if self.name.split() else own
        return key in {own, ward, normalise_key(str(self)), normalise_key(f"{self.prefecture}{ward}")}
