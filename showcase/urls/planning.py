"""The addresses of those who plan exhibitions."""

from django.urls import path

from showcase.views.exhibitions import halls, planning, programme

urlpatterns = [
    path("", planning.exhibition_plan, name="exhibition_plan"),
    path("new/", planning.CreateView.as_view(), name="exhibition_create"),
    path("<int:pk>/", planning.exhibition_board, name="exhibition_board"),
    path("<int:pk>/edit/", planning.EditView.as_view(), name="exhibition_edit"),
    path("<int:pk>/step/<str:name>/", planning.ExhibitionStep.as_view(), name="exhibition_step"),
    path("<int:pk>/halls/new/", halls.HallView.as_view(), name="hall_create"),
    path("<int:pk>/halls/<int:hall>/", halls.FloorView.as_view(), name="hall_floor"),
    path("<int:pk>/halls/<int:hall>/edit/", halls.HallView.as_view(), name="hall_edit"),
    path("<int:pk>/halls/<int:hall>/remove/", halls.hall_remove, name="hall_remove"),
    path("<int:pk>/halls/<int:hall>/booths/<int:booth>/", halls.FloorView.as_view(), name="booth_edit"),
    path("<int:pk>/halls/<int:hall>/booths/<int:booth>/remove/", halls.booth_remove, name="booth_remove"),
    path("<int:pk>/programme/new/", programme.ItemView.as_view(), name="item_create"),
    path("<int:pk>/programme/<int:item>/", programme.ItemView.as_view(), name="item_edit"),
    path("<int:pk>/programme/<int:item>/cancel/", programme.ItemCancelView.as_view(), name="item_cancel"),
]
