"""Assignments and questions: handed in and asked by trainees, looked at and answered by the DX section."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from leaders.exceptions import LeaderError
from leaders.forms.training import AnswerForm, CommentForm, HandInForm, QuestionForm
from leaders.models import Assignment, Programme, Submission, TrainingQuestion
from leaders.permissions import can_check
from leaders.selectors.training import questions_for, trainings_of
from leaders.services.training.coursework import answer, ask, hand_in, look_at
from leaders.views.recommendations import status_of
from minato_dx.attachments.selectors import files_of

NOT_YOURS = "課題と質問を見るのは、研修の担当です。"


class ActFormView(FormView):
    """A form whose act may be refused with words for one of its fields."""

    def act(self, form: Any) -> str:
        """Do it and return what to say; raises LeaderError."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done = self.act(form)
        except LeaderError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form, status=status_of(refusal))
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)


class AssignmentView(ActFormView):
    """What to do, and what one handed in; for the DX section, what everybody handed in."""

    form_class = HandInForm
    template_name = "leaders/training_assignment.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Assignment.objects.filter(programme__in=Programme.objects.visible_to(request.user))
        self.assignment = get_object_or_404(rows.select_related("programme"), pk=kwargs["pk"])
        self.trainee = trainings_of(user=request.user).filter(programme=self.assignment.programme_id).first()
        if self.trainee is None:
            return self._all(request)
        self.submission = Submission.objects.filter(trainee=self.trainee, assignment=self.assignment).first()
        return super().dispatch(request, *args, **kwargs)

    def _all(self, request: HttpRequest) -> HttpResponse:
        """Show who handed in what, and who has not."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied(NOT_YOURS)
        handed_in = {row.trainee_id: row for row in Submission.objects.filter(assignment=self.assignment)}
        trainees = self.assignment.programme.trainees.staying().select_related("person", "division")
        lines = [(one, handed_in.get(one.pk)) for one in trainees]
        context = {"assignment": self.assignment, "programme": self.assignment.programme, "lines": lines}
        return render(request, "leaders/assignment_all.html", context)

    def get_form_kwargs(self) -> dict[str, Any]:
        back = reverse("training", args=[self.assignment.programme_id])
        return super().get_form_kwargs() | {"back_url": back}

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.submission.text if self.submission else ""}

    def get_success_url(self) -> str:
        return reverse("training_assignment", args=[self.assignment.pk])

    def act(self, form: HandInForm) -> str:
        data = form.cleaned_data
        hand_in(
            assignment=self.assignment,
            actor=self.request.user,
            text=data["text"],
            files=data["files"],
            now=timezone.now(),
        )
        return "提出しました。受け取られるまでは、出し直せます。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.submission
        return super().get_context_data(
            assignment=self.assignment,
            programme=self.assignment.programme,
            submission=row,
            files=files_of(kind="training_submission", ids=[row.pk])[row.pk] if row else [],
            **kwargs,
        )


class SubmissionView(ActFormView):
    """What one trainee handed in, for the DX section: accept it, or send it back with a word."""

    form_class = CommentForm
    template_name = "leaders/submission.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_check(request.user):
            raise PermissionDenied(NOT_YOURS)
        rows = Submission.objects.select_related("trainee__person", "assignment__programme", "looked_at_by")
        self.submission = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_success_url(self) -> str:
        return reverse("training_assignment", args=[self.submission.assignment_id])

    def act(self, form: CommentForm) -> str:
        accept = self.request.POST.get("act") == "accept"
        look_at(
            submission=self.submission,
            actor=self.request.user,
            accept=accept,
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
        return "受け取りました。" if accept else "差し戻しました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.submission
        return super().get_context_data(
            submission=row,
            assignment=row.assignment,
            programme=row.assignment.programme,
            files=files_of(kind="training_submission", ids=[row.pk])[row.pk],
            **kwargs,
        )


class QuestionsView(ActFormView):
    """Questions and answers: a trainee's own and the shared ones; for the DX section all."""

    form_class = QuestionForm
    template_name = "leaders/training_questions.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=kwargs["pk"])
        self.trainee = trainings_of(user=request.user).filter(programme=self.programme).first()
        if self.trainee is None and request.method == "POST":
            raise PermissionDenied(NOT_YOURS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("training", args=[self.programme.pk])}

    def get_success_url(self) -> str:
        return reverse("training_questions", args=[self.programme.pk])

    def act(self, form: QuestionForm) -> str:
        if self.trainee is None:
            raise Http404
        ask(trainee=self.trainee, actor=self.request.user, text=form.cleaned_data["text"], now=timezone.now())
        return "質問を送りました。回答があると、お知らせします。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.trainee is not None:
            questions = questions_for(trainee=self.trainee)
        else:
            questions = TrainingQuestion.objects.filter(trainee__programme=self.programme)
            questions = questions.select_related("trainee__person", "answered_by")
        return super().get_context_data(
            programme=self.programme, trainee=self.trainee, questions=list(questions), **kwargs
        )


class AnswerView(ActFormView):
    """The answer to one question, for the DX section."""

    form_class = AnswerForm
    template_name = "leaders/training_answer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_check(request.user):
            raise PermissionDenied(NOT_YOURS)
        rows = TrainingQuestion.objects.select_related("trainee__programme", "trainee__person")
        self.question = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"answer": self.question.answer, "share": self.question.is_shared}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_success_url(self) -> str:
        return reverse("training_questions", args=[self.question.trainee.programme_id])

    def act(self, form: AnswerForm) -> str:
        data = form.cleaned_data
        answer(
            question=self.question,
            actor=self.request.user,
            text=data["answer"],
            share=data["share"],
            now=timezone.now(),
        )
        return "回答しました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, programme=self.question.trainee.programme, **kwargs)
