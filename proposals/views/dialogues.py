"""The page of one dialogue, for those who have a seat and for the desk; and the desk's list of them."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from minato_dx.core.paging import Paginator
from proposals.enums import DialogueState
from proposals.forms.dialogue_list import DialogueFilterForm
from proposals.models import Dialogue, Proposal
from proposals.permissions import can_record, is_at_desk
from proposals.selectors.dialogues import TABS, dialogue_of, in_tab, listed_dialogues, may_arrange, tab_counts
from proposals.views.lists import require_desk


def found_dialogue(request: HttpRequest, pk: int) -> Dialogue:
    """Return the dialogue, or raise Http404 for whoever has nothing to do with it."""
    found = dialogue_of(user=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


@require_safe
def dialogue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show when, where and with whom; afterwards what was said and what follows. Nothing of the desk's own."""
    dialogue, user = found_dialogue(request, pk), request.user
    has_begun = dialogue.starts_at <= timezone.now()
    context = {
        "dialogue": dialogue,
        "proposal": dialogue.proposal,
        "at_desk": is_at_desk(user),
        "is_shared": Proposal.objects.once_shared_with(user).filter(pk=dialogue.proposal_id).exists(),
        "may_arrange": may_arrange(user=user, dialogue=dialogue),
        "may_record": can_record(user, dialogue) and has_begun and dialogue.state != DialogueState.CANCELLED,
        "has_begun": has_begun,
        "is_planned": dialogue.state == DialogueState.PLANNED,
    }
    return render(request, "proposals/dialogue_detail.html", context)


@require_safe
def dialogue_list(request: HttpRequest) -> HttpResponse:
    """Show the dialogues of a tab to the desk: those to come, those not yet written down, those held."""
    require_desk(request)
    now, form = timezone.now(), DialogueFilterForm(request.GET)
    rows = listed_dialogues(user=request.user, conditions=form.conditions)
    counts = tab_counts(rows=rows, now=now)
    context = {
        "form": form,
        "tab": form.tab_name,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "page": Paginator(in_tab(rows, tab=form.tab_name, now=now)).page(
            request.GET.get("page"), count=counts[form.tab_name]
        ),
        "tab_query": without(request.GET, "tab", "page"),
        "narrowed": form.chosen,
    }
    return render(request, "proposals/dialogue_list.html", context, status=200 if form.is_valid() else 422)


def without(query: QueryDict, *names: str) -> str:
    """Return the conditions of the address but for these, to be carried on in a link."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
