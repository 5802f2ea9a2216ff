"""Addresses of the room that are no pages of the tree; root level, before Wagtail's."""

from django.urls import path
from django.views.decorators.http import require_safe

from .feeds import NewsFeed
from .views import agenda, machines, open_data, search

app_name = "home"

urlpatterns = [
    path("recherche/", search.search_page, name="search"),
    path("calendrier/", agenda.agenda_page, name="agenda"),
    path("calendrier.ics", agenda.agenda_diary, name="agenda_diary"),
    path("donnees/", open_data.catalogue_page, name="open_data"),
    path("api/v1/", open_data.api, name="api"),
    path("api/v1/openapi.json", open_data.openapi, name="openapi"),
    path("actualites/flux/", require_safe(NewsFeed()), name="news_feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_section, name="sitemap_section"),
    path("robots.txt", machines.robots_txt, name="robots"),
    path("securite/", machines.security_policy, name="security_policy"),
    path(".well-known/security.txt", machines.security_txt, name="security"),
]
