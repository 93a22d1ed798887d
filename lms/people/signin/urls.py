"""Addresses of the steps of signing in. Included at the root of the staff origin, before Wagtail's own."""

from django.urls import path

from . import views

urlpatterns = [
    path("admin/login/", views.sign_in),
    path("sign-in/second/", views.second_factor, name="second_factor"),
    path("sign-in/key/options/", views.key_options, name="key_options"),
    path("sign-in/key/check/", views.key_check, name="key_check"),
    path("sign-in/password/", views.first_password, name="first_password"),
    path("language/<slug:code>/", views.set_language, name="set_language"),
]
