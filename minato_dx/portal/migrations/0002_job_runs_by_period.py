from django.db import migrations, models
from django.db.models import F, Q


def keep_what_ran(apps, schema_editor):
    """Carry each job's last run over, as the run of the moment at which it finished."""
    runs = apps.get_model("portal", "JobRun").objects
    for job, finished_at in apps.get_model("portal", "OldJobRun").objects.values_list("job", "finished_at"):
        if finished_at is not None:
            runs.create(job=job, period=finished_at, started_at=finished_at, finished_at=finished_at, attempts=1)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.RenameModel("JobRun", "OldJobRun"),
        migrations.CreateModel(
            name="PeriodicJob",
            fields=[
                ("job", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="処理")),
            ],
            options={"verbose_name": "定期処理", "verbose_name_plural": "定期処理", "ordering": ("job",)},
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=60, verbose_name="処理")),
                ("period", models.DateTimeField(verbose_name="対象の時刻")),
                ("started_at", models.DateTimeField(verbose_name="始めた日時")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="終わった日時")),
                ("milliseconds", models.PositiveIntegerField(default=0, verbose_name="かかった時間（ミリ秒）")),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="試した回数")),
                ("error", models.TextField(blank=True, verbose_name="うまくいかなかった理由")),
            ],
            options={
                "verbose_name": "定期処理の記録",
                "verbose_name_plural": "定期処理の記録",
                "ordering": ("-period", "job"),
                "indexes": [models.Index(F("job"), F("period").desc(), name="portal_job_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "period"), name="portal_job_once_a_period"),
                    models.CheckConstraint(
                        condition=Q(("finished_at__isnull", True), ("error", ""), _connector="OR"),
                        name="portal_finished_job_has_no_error",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep_what_ran, migrations.RunPython.noop),
        migrations.DeleteModel("OldJobRun"),
    ]
