"""The rows that each side keeps of its bundles, as abstract models: the two sides share no table."""

from collections.abc import Sequence

from django.db import models

from minato_dx.core.bundles.sealing import BundleFile


class ExchangeState(models.Model):
    """Where a side stands: one row, locked by whoever takes in or hands out, so that nobody does it twice."""

    taken = models.PositiveIntegerField("最後に受け取った番号", default=0)
    taken_at = models.DateTimeField("受け取った日時", null=True, blank=True)
    made = models.PositiveIntegerField("最後に作った番号", default=0)
    acknowledged = models.PositiveIntegerField("相手が受け取った番号", default=0)
    # What was taken in had items, and the other side has not heard yet that we have them.
    owes_word = models.BooleanField("受け取ったと伝える", default=False)
    fault = models.CharField("読めないとき、その理由", max_length=200, blank=True)
    fault_since = models.DateTimeField("いつから", null=True, blank=True)

    class Meta:
        abstract = True


class OutgoingBundle(models.Model):
    """A bundle that was made: its items point to it, so that it can be written again with the same ones."""

    number = models.PositiveIntegerField("番号", primary_key=True)
    acknowledges = models.PositiveIntegerField("受け取ったと伝える番号", default=0)
    made_at = models.DateTimeField("作った日時")
    written_at = models.DateTimeField("書き出した日時", null=True, blank=True)

    class Meta:
        abstract = True


class OutgoingItem(models.Model):
    """A fact that is owed to the other side: written with the fact itself, packed later. Never changed."""

    key = models.CharField("鍵", max_length=64)
    kind = models.CharField("種類", max_length=40)
    event = models.CharField("できごと", max_length=40)
    payload = models.JSONField("内容", default=dict)
    created_at = models.DateTimeField("日時")
    bundle_number = models.PositiveIntegerField("入れた番号", null=True, blank=True, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"

    def packed_files(self) -> Sequence[BundleFile]:
        """Return the files that go with it; none unless a side says otherwise."""
        return ()

    def packed_size(self) -> int:
        """Return how many bytes these files have together."""
        return 0
