"""The catalogue of in-house tools: the answer to 「どのツールがいいかわからない」."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from minato_dx.reference.filters import ToolFilter
from minato_dx.reference.selectors import catalogue


@require_safe
def tool_list(request: HttpRequest) -> HttpResponse:
    """Show the tools that match the conditions in the address."""
    narrowed = ToolFilter(request.GET, queryset=catalogue().prefetch_related("fields"), request=request)
    return render(request, "reference/tool_list.html", {"filter": narrowed, "tools": list(narrowed.qs)})


@require_safe
def tool_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one tool is good for and not, where it runs, and whom to ask."""
    tool = get_object_or_404(catalogue(), pk=pk)
    return render(request, "reference/tool_detail.html", {"tool": tool, "fields": list(tool.fields.all())})
