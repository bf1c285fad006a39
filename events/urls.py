"""The public addresses (DESIGN, CONTRACT)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
