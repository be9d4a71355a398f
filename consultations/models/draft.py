"""What is being typed, kept on the server: never in the browser of a shared PC."""

from django.db import models

from minato_dx.organization.models import User


class Draft(models.Model):
    """The fields of one form as one person left them; ``key`` names the form (and its consultation)."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="書いている人", related_name="+")
    key = models.CharField("書きかけの場所", max_length=60)
    data = models.JSONField("内容", default=dict)
    updated_at = models.DateTimeField("保存した日時", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "書きかけ"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="consultations_one_draft_per_form")]
        indexes = [models.Index(fields=["updated_at"], name="consult_draft_age")]

    def __str__(self) -> str:
        return self.key
