"""Surveys in the admin."""

from .surveys import LINKS, SurveysGroup

__all__ = ["LINKS", "SurveysGroup"]
