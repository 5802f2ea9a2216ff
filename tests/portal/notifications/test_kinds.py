"""Each kind of mail has a name for whoever looks after them."""

from django.conf import settings

from portal.notifications.registry import kind_label

# Pieces that mails are made of.
PIECES = {"base", "button", "paragraph", "verdict"}


def test_each_mail_of_the_house_is_named() -> None:
    drawn = settings.BASE_DIR.glob("*/**/emails/*.html")
    written = {path.stem for path in drawn if "site-packages" not in path.parts} - PIECES
    assert len(written) > 20
    unnamed = {kind for kind in written if kind_label(kind) == kind.replace("_", " ")}
    assert unnamed == set(), "name these with register_mail_kinds, in ready()"
