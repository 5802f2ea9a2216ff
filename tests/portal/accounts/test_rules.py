"""Who may read what: every reader against every audience."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.accounts.rules import is_agent, may_read, readable_audiences

NOBODY = None
VISITOR = AnonymousUser()
RESIDENT = User(email="habitante@test.example")
AGENT = User(email="agent@test.example", is_agent=True)
FORMER_AGENT = User(email="parti@test.example", is_agent=True, is_active=False)
ADMINISTRATOR = User(email="admin@test.example", is_superuser=True)
EDITOR_WHO_IS_NO_AGENT = User(email="prestataire@test.example", is_staff=True)

EVERYBODY = {
    "nobody": NOBODY,
    "visitor": VISITOR,
    "resident": RESIDENT,
    "editor who is no agent": EDITOR_WHO_IS_NO_AGENT,
    "former agent": FORMER_AGENT,
}
AGENTS = {"agent": AGENT, "administrator": ADMINISTRATOR}


@pytest.mark.parametrize("who", EVERYBODY)
def test_others_are_no_agents(who):
    assert is_agent(EVERYBODY[who]) is False


@pytest.mark.parametrize("who", AGENTS)
def test_agents_are_known(who):
    assert is_agent(AGENTS[who]) is True


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.RESIDENTS])
@pytest.mark.parametrize("who", EVERYBODY | AGENTS)
def test_what_is_public_is_read_by_all(who, audience):
    """Residents' content is public: agents live here too, and nothing proves residence."""
    assert may_read(audience, (EVERYBODY | AGENTS)[who]) is True


@pytest.mark.parametrize(
    ("who", "allowed"), [*((name, False) for name in EVERYBODY), *((name, True) for name in AGENTS)]
)
def test_what_is_for_agents_is_theirs_alone(who, allowed):
    assert may_read(Audience.AGENTS, (EVERYBODY | AGENTS)[who]) is allowed


def test_audience_read_back_from_the_database_is_known():
    assert may_read("agents", VISITOR) is False
    assert may_read("everyone", VISITOR) is True


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_leave_agents_content_out_for_others(who):
    assert readable_audiences(EVERYBODY[who]) == [Audience.EVERYONE, Audience.RESIDENTS]


@pytest.mark.parametrize("who", AGENTS)
def test_lists_hold_everything_for_agents(who):
    assert readable_audiences(AGENTS[who]) == list(Audience)
