"""Mails to officers about the life of an activity: it is over, this remains to be done."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.notifications.mails import send_mail

from ..models import Activity, Contribution

_ANSWERS = "answer_contribution"


def officers() -> list[str]:
    """The addresses of those who answer contributions, each once."""
    users = get_user_model().objects.filter(is_active=True)
    entitled = Q(groups__permissions__codename=_ANSWERS) | Q(user_permissions__codename=_ANSWERS)
    return sorted(set(users.filter(entitled).values_list("email", flat=True)))


def mail_closing(activity: Activity) -> None:
    """Tells each officer that an activity is over, what waits, and what is due when."""
    figures = Activity.objects.select_related("tally").get(pk=activity.pk).figures
    context = {
        "activity": activity,
        "to_read": Contribution.objects.filter(activity=activity).to_read().count(),
        "to_answer": figures.published_count - figures.answered_count,
        "activity_url": settings.WAGTAILADMIN_BASE_URL + activity.url,
    }
    subject = _("Over since now: %(title)s") % {"title": activity.title}
    for address in officers():
        send_mail(template="closing", subject=subject, to=address, context=context)
