"""Registration of the toy."""

from django.apps import AppConfig


class ToyConfig(AppConfig):
    """Fountains."""

    name = "tests.participation.toy"
    label = "toy"
    verbose_name = "Fontaines"

    def ready(self) -> None:
        from participation.mechanism import register  # noqa: PLC0415
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.privacy.registry import register_processing  # noqa: PLC0415
        from portal.security.registry import register_events  # noqa: PLC0415

        from .mechanism import EVENTS, WISHES, FountainMechanism  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        register_processing(WISHES)
        register_rights("toy", *RIGHTS)
        register_events(EVENTS)
        register(FountainMechanism())
