"""The seam through which other rooms add what concerns a person to the page of the account."""

from collections.abc import Callable

from django.http import HttpRequest

# Draws a section, in HTML that a template made safe; empty when there is nothing to say.
AccountSection = Callable[[HttpRequest], str]

_sections: list[AccountSection] = []


def register_section(section: AccountSection) -> None:
    """Add a section; called once by a room in its AppConfig.ready(). A second call is ignored."""
    if section not in _sections:
        _sections.append(section)


def sections_of(request: HttpRequest) -> list[str]:
    """What every room says to the signed-in person, in the order of registration."""
    drawn = (section(request) for section in _sections)
    return [section for section in drawn if section.strip()]
