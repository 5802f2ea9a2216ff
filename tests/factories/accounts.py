"""People: a resident, an agent, the staff of each role."""

from typing import Any

import factory

from home.roles import install_roles
from portal.accounts.enums import Role
from portal.accounts.models import User

PASSWORD = "une phrase de passe assez longue"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with an account and a checked address; nothing more."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@test.example")
    display_name = factory.Sequence(lambda n: f"Personne {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(password=PASSWORD, **kwargs)


class AgentFactory(UserFactory):
    """An agent of the city, without any right in the admin."""

    is_agent = True
    department_name = "Direction de l’accueil"


class SuperuserFactory(UserFactory):
    """Somebody with every right."""

    is_staff = True
    is_superuser = True


class StaffFactory(AgentFactory):
    """An agent who holds a role, such as `role=Role.MODERATORS`; needs the site."""

    @factory.post_generation
    def role(self: User, create: bool, held: Role | None, **kwargs: Any) -> None:
        if create and held is not None:
            self.groups.add(install_roles()[held])
