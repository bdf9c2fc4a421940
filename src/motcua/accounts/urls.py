"""Addresses of signing up and signing in, allauth's; and of how one gets in, ours."""

from django.urls import include, path

from motcua.accounts import views

urlpatterns = [
    path("access/", views.own_access, name="own_access"),
    path("access/end/", views.end_session, name="own_session_end"),
    path("tokens/", views.own_tokens, name="own_tokens"),
    path("tokens/new/", views.new_token, name="own_token_new"),
    path("tokens/<uuid:token_id>/end/", views.end_token, name="own_token_end"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
