"""Addresses of the calendar."""

from django.urls import path

from minato_dx.scheduling import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/address/", views.feed_renew, name="feed_renew"),
    # Its secret stands in the query, which no log of ours writes down.
    path("calendar/feed.ics", views.calendar_feed, name="calendar_feed"),
    path("calendar/events/<uuid:uid>.ics", views.event_ics, name="event_ics"),
    path("calendar/slots/", views.slot_list, name="slot_list"),
    path("calendar/slots/withdraw/", views.slot_withdraw, name="slot_withdraw"),
]
