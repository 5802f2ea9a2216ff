"""Reading about people: who is meant by an account or an address, and what surely names them."""

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower

from portal.accounts.models import User
from portal.accounts.personal_data import Person

from .masking import certain


def person_of(user: User) -> Person:
    """The account with the addresses proved to be its own.

    One that was typed and never confirmed may be somebody else's: it is left out. An account made
    by an administrator has no such row yet, and its address counts.
    """
    rows = dict(EmailAddress.objects.filter(user=user).values_list(Lower("email"), "verified"))
    emails = {email for email, verified in rows.items() if verified}
    if rows.get(user.email.lower(), True):
        emails.add(user.email.lower())
    return Person(user_id=user.pk, emails=frozenset(emails))


def account_of_address(email: str) -> User | None:
    """The account whose proved address this is; None when nobody's."""
    address = email.strip().lower()
    found = User.objects.annotate(lower=Lower("email")).filter(lower=address).first()
    if found is None:
        owned = EmailAddress.objects.annotate(lower=Lower("email")).select_related("user")
        row = owned.filter(lower=address, verified=True).first()
        found = row.user if row else None
    return found if found is not None and address in person_of(found).emails else None


def person_with(email: str) -> Person:
    """Who stands behind an address that was proved: its account, or the address alone."""
    account = account_of_address(email)
    if account is not None:
        return person_of(account)
    return Person(user_id=None, emails=frozenset({email.strip().lower()}))


def names_of(person: Person, *more: str) -> list[str]:
    """What surely names this person in a text: addresses, whole names; and what is given."""
    values: list[str] = [*person.emails, *more]
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    if user is not None:
        first, last = user.first_name.strip(), user.last_name.strip()
        values += [f"{first} {last}", f"{last} {first}"] if first and last else []
        # A pseudonym of one word may be any word: `certain` leaves it out.
        values += [user.email, user.display_name]
    return certain(values)
