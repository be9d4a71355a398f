"""The editor of a story: it saves while one types, shows what the page will look like, and tells of a second writer."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from minato_dx.core.badges import clock
from showcase.enums import State
from showcase.exceptions import StateConflict
from showcase.forms import stories as forms
from showcase.models import Story
from showcase.selectors.stories import story_for
from showcase.services import writing
from showcase.views.steps import WriterStep

UNKNOWN_VERSION = -1


class EditView(WriterStep):
    template_name = "showcase/story_edit.html"
    form_class = forms.StoryForm
    question = "事例の文を直す"
    done_message = "保存しました。"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "autosave_key" in request.POST:
            return self.autosave(self.get_form())
        if "preview" in request.POST:
            return self.show_preview(self.get_form())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"story": self.story}

    def perform(self, data: dict[str, Any]) -> None:
        self.write(data, data["version"])

    def write(self, data: dict[str, Any], version: int) -> Story:
        """Keep the valid values; a field with an error stays as it is in the row."""
        words = {name: data.get(name, getattr(self.story, name)) for name in writing.WRITTEN}
        return writing.write_story(**self.step, words=words, version=version)

    def misfit(self, refusal: StateConflict) -> HttpResponse:
        if "autosave_key" in self.request.POST:
            return JsonResponse({"message": refusal.message}, status=422)
        return super().misfit(refusal)

    # --- While it is being written --------------------------------------------------------------------------

    def show_preview(self, form: forms.StoryForm) -> HttpResponse:
        """Show the words as the page will; nothing is saved."""
        form.is_valid()
        for name in writing.WRITTEN:
            setattr(self.story, name, form.cleaned_data.get(name, getattr(self.story, name)))
        context = self.get_context_data(form=form, has_preview=True)
        template = "showcase/_story_preview.html" if self.request.htmx else self.template_name
        return render(self.request, template, context)

    def autosave(self, form: forms.StoryForm) -> JsonResponse:
        """Answer as static/js/autosave.js expects it."""
        form.is_valid()
        try:
            row = self.write(form.cleaned_data, form.cleaned_data.get("version", UNKNOWN_VERSION))
        except StateConflict as refusal:
            return self.tell_of(refusal, form)
        saved_at = clock(timezone.localtime())
        saved: dict[str, Any] = {"saved_at": saved_at, "version": row.version}
        saved["errors"] = {name: list(texts) for name, texts in form.errors.items()}
        if form.errors:
            first = next(iter(form.errors.values()))[0]
            saved["message"] = f"{first}ほかは保存しました（{saved_at}）"
        return JsonResponse(saved)

    def tell_of(self, refusal: StateConflict, form: forms.StoryForm) -> JsonResponse:
        """Answer with what somebody else wrote meanwhile, field by field, or why nothing can be kept any more."""
        row = story_for(user=self.request.user, pk=self.story.pk)
        if row is None or row.state != State.DRAFT:
            return JsonResponse({"message": refusal.message}, status=422)
        fields = differences(form, row)
        if not fields:
            return JsonResponse({"saved_at": clock(timezone.localtime(row.changed_at)), "version": row.version})
        conflict = {"who": row.changed_by.name, "at": clock(timezone.localtime(row.changed_at)), "fields": fields}
        return JsonResponse({"conflict": conflict, "version": row.version}, status=409)


def differences(form: forms.StoryForm, row: Story) -> list[dict[str, str]]:
    """Return the fields of which form and row say different things, with the row's value and its words."""
    found = []
    for name in writing.WRITTEN:
        theirs = getattr(row, name)
        if name in form.cleaned_data and form.cleaned_data[name] != theirs:
            value = theirs.pk if hasattr(theirs, "pk") else theirs or ""
            words = {"theirs": str(value), "theirs_text": str(theirs or "（空）")}
            found.append({"name": name, "label": str(form.fields[name].label)} | words)
    return found
