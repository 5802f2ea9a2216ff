"""Writing and sending one mail: plain text and HTML from the same sentences."""

import logging
from collections.abc import Mapping
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from wagtail.models import Site

from portal.cms.models import SiteSettings

logger = logging.getLogger(__name__)


def send_mail(*, template: str, subject: str, to: str, context: Mapping[str, object]) -> bool:
    """Sends `emails/<template>.txt` and `.html` to one person; says whether it left.

    Called once the data is committed: a mail server that fails is logged and never undoes
    what was acknowledged on screen. The address is not logged.
    """
    filled = {**_sender(), "title": subject, **context}
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{template}.txt", filled),
        to=[to],
    )
    message.attach_alternative(render_to_string(f"emails/{template}.html", filled), "text/html")
    try:
        message.send()
    except (SMTPException, OSError):
        logger.exception("Mail not sent", extra={"event": "portal.mail.failed", "mail": template})
        return False
    logger.info("Mail sent", extra={"event": "portal.mail.sent", "mail": template})
    return True


def _sender() -> dict[str, str]:
    """Who writes: the portal's name, and where to answer."""
    city = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return {"site_name": city.project_name, "contact_email": city.contact_email}
