"""The admin of this project: Django's own, with the site of `archive.site` in the place of its default."""

from django.contrib.admin.apps import AdminConfig


class Desk(AdminConfig):
    default_site = "archive.site.Desk"
