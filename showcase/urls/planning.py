"""The addresses of those who plan exhibitions."""

from django.urls import path

from showcase.views.exhibitions import exhibitors, halls, page_steps, pages, planning, programme

PAGE = "exhibitors/<int:exhibitor>/"
urlpatterns = [
    path("ours/", pages.exhibitor_mine, name="exhibitor_mine"),
    path("<int:pk>/apply/", pages.ApplyView.as_view(), name="exhibitor_apply"),
    path("<int:pk>/exhibitors/", exhibitors.exhibitor_desk, name="exhibitor_desk"),
    path("<int:pk>/exhibitors/export.<str:kind>", exhibitors.exhibitor_export, name="exhibitor_export"),
    path("<int:pk>/exhibitors/invite/", exhibitors.InviteView.as_view(), name="exhibitor_invite"),
    path("<int:pk>/exhibitors/notice/", exhibitors.NoticeView.as_view(), name="exhibitor_notice"),
    path("<int:pk>/exhibitors/badges/", exhibitors.exhibitor_badges, name="exhibitor_badges"),
    path("exhibitors/<int:pk>/", pages.exhibitor_page, name="exhibitor_page"),
    path(PAGE + "edit/", page_steps.WriteView.as_view(), name="exhibitor_write"),
    path(PAGE + "step/<str:name>/", page_steps.StateView.as_view(), name="exhibitor_step"),
    path(PAGE + "booth/", page_steps.BoothView.as_view(), name="exhibitor_booth"),
    path(PAGE + "people/", page_steps.PeopleView.as_view(), name="exhibitor_people"),
    path(PAGE + "people/<int:person>/remove/", page_steps.exhibitor_person_remove, name="exhibitor_person_remove"),
    path(PAGE + "materials/", page_steps.MaterialsView.as_view(), name="exhibitor_materials"),
    path(PAGE + "contact/", page_steps.ContactView.as_view(), name="exhibitor_contact"),
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
