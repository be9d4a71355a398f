"""The portal's addresses and the floor; no installation but the benchmark's uses this file."""

from django.urls import path

from minato_dx import urls
from tests.benchmarks.floor import floor

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path("benchmark/floor/", floor, name="benchmark_floor"), *urls.urlpatterns]
