"""Failed sign-ins as django-axes counts them, under a name that administrators understand."""

from axes.models import AccessAttempt


class LockOut(AccessAttempt):
    """Failed sign-ins of one staff number from one address."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "ログインの失敗と停止"

    def __str__(self) -> str:
        return f"{self.username}（{self.ip_address}）"
