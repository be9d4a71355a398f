"""The front page of the showcase."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minato_dx.core.paging import query_without
from showcase.forms.lists import FrontForm
from showcase.selectors.front import front_of
from showcase.selectors.stories import choices_for


@require_safe
def showcase_front(request: HttpRequest) -> HttpResponse:
    """Show what is new, what fits the reader's division, and what others took over; conditions stand in the address."""
    form = FrontForm(request.GET, offered=choices_for(user=request.user))
    context = {
        "form": form,
        "front": front_of(user=request.user, conditions=form.conditions),
        "narrowed": form.chosen,
        "query": query_without(request.GET),
    }
    return render(request, "showcase/front.html", context, status=200 if form.is_valid() else 422)
