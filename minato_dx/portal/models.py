"""What the portal itself remembers."""

from django.db import models


class JobRun(models.Model):
    """When a due job last finished: one row per job, locked while it runs."""

    job = models.CharField("処理", max_length=60, primary_key=True)
    finished_at = models.DateTimeField("前回の完了", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "定期処理の実行"

    def __str__(self) -> str:
        return self.job
