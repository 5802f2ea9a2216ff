"""The pages of a vote: choosing, reading again, confirming."""

import pytest

from participation.budgets.actions.rules import publish_rules
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.support import clock
from tests.support.html import said

pytestmark = pytest.mark.django_db


def opened(number=3, **fields):
    budget = BudgetFactory.create(**fields)
    for n in range(1, number + 1):
        ProjectFactory.create(budget=budget, number=n)
    publish_rules(budget=budget, by=None, at=clock.NOW)
    return budget


@pytest.mark.usefixtures("portal_site", "now")
def test_smoke(client, mailoutbox):
    budget = opened()
    page = client.get(budget.contribute_url)
    print(said(page))
    page = client.post(budget.contribute_url, {"ajouter": "2"}, follow=True)
    print(said(page))
    page = client.post(budget.contribute_url, {"action": "relire"}, follow=True)
    print(said(page))
    url = f"{budget.url}contribuer/voter/"
    page = client.get(url)
    print(said(page))
    from tests.support.html import form_data, main_of
    token = main_of(page).find("input", attrs={"name": "token"})["value"]
    page = client.post(url, {"action": "courriel", "email": "a@test.example", "token": token}, follow=True)
    print(said(page))
    import re
    code = re.search(r"\b\d{6}\b", mailoutbox[-1].body)[0]
    print(mailoutbox[-1].body)
    page = client.post(url, {"action": "code", "code": code}, follow=True)
    print(said(page))
    page = client.post(url, {"action": "voter", "surname": "X", "first_names": "Y", "born_on": "27/03/1985", "eligible": "on"}, follow=True)
    print(said(page))
    print(mailoutbox[-1].body)
    page = client.get(budget.contribute_url)
    print(said(page))
