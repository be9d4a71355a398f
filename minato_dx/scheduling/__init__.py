"""Rooms, published times, events with their seats, and the calendars that show them."""
