"""The two addresses that are measured."""

from django.urls import path

from tests.bench.limit import views

urlpatterns = [path("list", views.entries), path("step/<int:number>", views.step)]
