"""Addresses of the officers' site."""

from django.urls import path

from motcua.workbench.views import home

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
]
