"""The plan in force and its targets."""

from collections.abc import Mapping

from django.db import transaction

from leaders.models import Plan, PlanYear


@transaction.atomic
def save_plan(*, name: str, targets: Mapping[int, int]) -> Plan:
    """Save the current plan with ``targets`` (divisions on 31 March, by fiscal year); other years are taken out."""
    plan, _created = Plan.objects.select_for_update().get_or_create(is_current=True, defaults={"name": name})
    if plan.name != name:
        plan.name = name
        plan.save()
    plan.years.exclude(fiscal_year__in=targets).delete()
    for year, target in targets.items():
        PlanYear.objects.update_or_create(plan=plan, fiscal_year=year, defaults={"target": target})
    return plan
