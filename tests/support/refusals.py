"""What a refused login leaves: the page of its reason, its event, and nothing else."""

from allauth.socialaccount.models import SocialAccount

from portal.accounts.models import User
from portal.identity.enums import Kind
from portal.identity.rules import kind_of
from portal.security.models import SecurityEvent
from tests.support.html import main_of


def assert_refused(person, response, provider, reason):
    """The page of the reason, its event, and nothing else anywhere."""
    kind = kind_of(reason)
    status = {Kind.CANCELLED: 200, Kind.EXPIRED: 400, Kind.DOWN: 503, Kind.BUSY: 429}
    assert response.status_code == status.get(kind, 403)
    assert main_of(response).find("code").get_text() == f"{provider}.{reason.value}"
    assert "no-store" in response.headers["Cache-Control"]
    event = SecurityEvent.objects.latest("pk")
    assert (event.event, event.details) == (
        "identity.refused",
        {"provider": provider, "reason": reason.value},
    )
    assert SocialAccount.objects.count() == 0
    assert User.objects.count() == 0
    assert "_auth_user_id" not in person.client.session
    assert "socialaccount_sociallogin" not in person.client.session
    assert not {"identity", "second_factor", "assisted"} & set(person.client.session.keys())
