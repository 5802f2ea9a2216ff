"""Security events of surveys, in words."""

from django.utils.translation import gettext_lazy as _

EVENTS = {"surveys.answers.exported": _("Answers to a survey exported one by one")}
