"""Surveys: questionnaires, one answer per person where asked, results with small cells hidden."""
