"""What the intranet publishes to the door: choices of the forms, periods, figures."""

from django.db import models


class PublishedPage(models.Model):
    """The newest of a name; an older one that arrives late changes nothing."""

    name = models.CharField("名前", max_length=40, primary_key=True)
    payload = models.JSONField("内容", default=dict)
    bundle_number = models.PositiveIntegerField("届いた番号")
    published_at = models.DateTimeField("公開した日時")

    class Meta:
        verbose_name = verbose_name_plural = "公開の内容"

    def __str__(self) -> str:
        return self.name
