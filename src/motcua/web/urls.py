"""Addresses of the toolkit's own pages."""

from django.urls import path

from motcua.web import views

app_name = "web"
urlpatterns = [
    path("theme", views.choose_theme, name="theme"),
    path("_gallery", views.gallery, name="gallery"),
]
