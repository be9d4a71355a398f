"""What the portal itself remembers."""

from django.db import models
from django.db.models import F, Q

from minato_dx.core import jobs


class PeriodicJob(models.Model):
    """One periodic job: its row is locked while the job runs, so that no two clocks run it at the same time."""

    job = models.CharField("処理", max_length=60, primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = "定期処理"
        ordering = ("job",)

    def __str__(self) -> str:
        return jobs.label_of(self.job)


class JobRun(models.Model):
    """One period of a job, done or still to be done; without ``finished_at`` it is tried again."""

    job = models.CharField("処理", max_length=60)
    period = models.DateTimeField("対象の時刻")
    started_at = models.DateTimeField("始めた日時")
    finished_at = models.DateTimeField("終わった日時", null=True, blank=True)
    milliseconds = models.PositiveIntegerField("かかった時間（ミリ秒）", default=0)
    attempts = models.PositiveIntegerField("試した回数", default=0)
    error = models.TextField("うまくいかなかった理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "定期処理の記録"
        ordering = ("-period", "job")
        constraints = [
            models.UniqueConstraint(fields=["job", "period"], name="portal_job_once_a_period"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(error=""), name="portal_finished_job_has_no_error"
            ),
        ]
        indexes = [models.Index(F("job"), F("period").desc(), name="portal_job_latest")]

    def __str__(self) -> str:
        return f"{jobs.label_of(self.job)} {self.period:%Y-%m-%d %H:%M}"
