"""The addresses of other municipalities' cases."""

from django.urls import path

from showcase.views.cases import importing, lists, steps

urlpatterns = [
    path("", lists.case_list, name="case_list"),
    path("export.<str:kind>", lists.case_export, name="case_export"),
    path("import/", importing.CaseImportView.as_view(), name="case_import"),
    path("from-answer/<int:pk>/", steps.case_from_finding, name="case_from_finding"),
    path("new/", steps.CaseCreateView.as_view(), name="case_create"),
    path("<int:pk>/", lists.case_detail, name="case_detail"),
    path("<int:pk>/edit/", steps.CaseEditView.as_view(), name="case_edit"),
    path("<int:pk>/publish/", steps.CasePublishView.as_view(), name="case_publish"),
    path("<int:pk>/rewrite/", steps.CaseRewriteView.as_view(), name="case_rewrite"),
    path("<int:pk>/unpublish/", steps.CaseUnpublishView.as_view(), name="case_unpublish"),
]
