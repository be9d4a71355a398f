"""The addresses of an exhibition's day."""

from django.urls import path

from showcase.views.day import reception

urlpatterns = [
    path("<int:pk>/reception/", reception.ReceptionView.as_view(), name="exhibition_reception"),
    path("<int:pk>/reception/lines/", reception.reception_lines, name="exhibition_reception_lines"),
    path("<int:pk>/reception/people/", reception.reception_people, name="exhibition_reception_people"),
    path("<int:pk>/reception/undo/", reception.reception_undo, name="exhibition_reception_undo"),
]
