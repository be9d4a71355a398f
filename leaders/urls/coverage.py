"""Addresses of the coverage board, cohorts and the plan."""

from django.urls import URLPattern, path

from leaders.views import cohorts, coverage

urlpatterns: list[URLPattern] = [
    path("", coverage.leader_coverage, name="leader_coverage"),
    path("coverage.csv", coverage.leader_coverage_csv, name="leader_coverage_csv"),
    path("coverage.xlsx", coverage.leader_coverage_xlsx, name="leader_coverage_xlsx"),
    path("divisions/<str:key>/", coverage.leader_division, name="leader_division"),
    path("cohorts/", cohorts.cohort_list, name="cohort_list"),
    path("cohorts/new/", cohorts.CohortEditView.as_view(), name="cohort_create"),
    path("cohorts/<int:pk>/", cohorts.CohortEditView.as_view(), name="cohort_edit"),
    path("plan/", cohorts.PlanEditView.as_view(), name="plan_edit"),
]
