"""Group work: teams across divisions, what they build, and what the others say of it on the day of presentation."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from leaders import permissions
from leaders.models.training import Programme, Trainee
from minato_dx.organization.models import User
from minato_dx.reference.models import InHouseTool


class TeamQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep the teams of the user's trainings once they are announced: they show one another what they build."""
        if permissions.can_check(user):
            return self
        mine = Programme.objects.visible_to(user).filter(teams_announced_at__isnull=False)
        return self.filter(programme__in=mine)


class Team(models.Model):
    """Some trainees of one training who build a trial app together, and the one thing they hand in for all."""

    programme = models.ForeignKey(Programme, models.PROTECT, verbose_name="研修", related_name="teams", db_index=False)
    name = models.CharField("班の名前", max_length=40)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    theme = models.CharField("テーマ", max_length=200, blank=True)
    tool = models.ForeignKey(
        InHouseTool, models.PROTECT, verbose_name="使う庁内ツール", null=True, blank=True, related_name="+"
    )
    about = models.TextField("作ったもの", max_length=8000, blank=True)
    submitted_at = models.DateTimeField("提出した日時", null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="提出した人", null=True, blank=True, related_name="+"
    )

    objects = TeamQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "グループワークの班"
        ordering = ("programme", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="leaders_team_name_once",
                violation_error_message="この研修には、同じ名前の班がもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="leaders_team_submitted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """One trainee in one team; nobody is in two."""

    team = models.ForeignKey(Team, models.CASCADE, verbose_name="班", related_name="members")
    trainee = models.OneToOneField(Trainee, models.CASCADE, verbose_name="受講者", related_name="team_place")

    class Meta:
        verbose_name = verbose_name_plural = "班のメンバー"
        ordering = ("team", "trainee__person__staff_number")

    def __str__(self) -> str:
        return f"{self.team} {self.trainee.person}"


class Milestone(models.Model):
    """Something that every team has done by a day: the same steps for all."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="研修", related_name="milestones", db_index=False
    )
    name = models.CharField("節目", max_length=80)
    due_on = models.DateField("期日")

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "グループワークの節目"
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="leaders_milestone_once",
                violation_error_message="この研修には、同じ名前の節目がもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MilestoneReached(models.Model):
    """That a team has come to a milestone, when, and who said so."""

    team = models.ForeignKey(Team, models.CASCADE, verbose_name="班", related_name="reached", db_index=False)
    milestone = models.ForeignKey(Milestone, models.CASCADE, verbose_name="節目", related_name="reached")
    reached_on = models.DateField("済んだ日")
    noted_by = models.ForeignKey(User, models.PROTECT, verbose_name="記録した人", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "済んだ節目"
        constraints = [models.UniqueConstraint(fields=["team", "milestone"], name="leaders_milestone_reached_once")]

    def __str__(self) -> str:
        return f"{self.team} {self.milestone}"


class PeerCriterion(models.Model):
    """By what teams are judged by one another."""

    name = models.CharField("観点", max_length=60, unique=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("使う", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "発表の採点の観点"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class PeerVerdict(models.Model):
    """What one trainee says of another team's work. A table of its own: others' are hidden until one's own is given."""

    team = models.ForeignKey(Team, models.CASCADE, verbose_name="班", related_name="verdicts", db_index=False)
    judge = models.ForeignKey(Trainee, models.CASCADE, verbose_name="採点した人", related_name="verdicts")
    remark = models.TextField("ひとこと", max_length=1000, blank=True)
    given_at = models.DateTimeField("採点した日時")

    class Meta:
        verbose_name = verbose_name_plural = "発表の採点"
        ordering = ("-given_at",)
        constraints = [models.UniqueConstraint(fields=["team", "judge"], name="leaders_verdict_once")]

    def __str__(self) -> str:
        return f"{self.team} {self.given_at:%Y-%m-%d}"


class PeerScore(models.Model):
    """The score of one criterion in a verdict, from 1 to 5."""

    verdict = models.ForeignKey(PeerVerdict, models.CASCADE, verbose_name="採点", related_name="scores", db_index=False)
    criterion = models.ForeignKey(PeerCriterion, models.PROTECT, verbose_name="観点", related_name="+")
    score = models.PositiveSmallIntegerField("1〜5")

    class Meta:
        verbose_name = verbose_name_plural = "採点の点"
        ordering = ("criterion__order", "criterion")
        constraints = [
            models.UniqueConstraint(fields=["verdict", "criterion"], name="leaders_peer_score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="leaders_peer_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.score}"
