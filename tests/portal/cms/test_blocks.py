"""Links of menus: a page or an address, never both, never a trap."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.cms.blocks import HeadingBlock, LinkBlock


def _clean(**values: object):
    block = LinkBlock()
    return block.clean(block.to_python({"label": "Lien", "page": None, "address": "", **values}))


@pytest.mark.parametrize(
    "address",
    ["/engagements/", "/recherche/?q=vélo", "https://ville.example/a", "mailto:labo@ville.example"],
)
def test_good_addresses_are_kept(address):
    assert _clean(address=address).href == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//ailleurs.example",
        "http://ville.example",
        "engagements/",
        "data:text/html,x",
        "\\\\ailleurs.example",
        "/\\ailleurs.example",
    ],
)
def test_bad_addresses_are_refused_beside_the_field(address):
    with pytest.raises(StructBlockValidationError) as refused:
        _clean(address=address)

    assert set(refused.value.block_errors) == {"address"}


def test_link_leads_somewhere():
    with pytest.raises(StructBlockValidationError) as refused:
        _clean()

    assert set(refused.value.block_errors) == {"page"}


@pytest.mark.django_db
def test_link_to_a_page_or_to_an_address_not_both(portal_site):
    page = portal_site.root_page

    assert _clean(page=page.pk).href == page.url
    with pytest.raises(StructBlockValidationError):
        _clean(page=page.pk, address="/engagements/")


def test_heading_can_be_linked_to():
    context = HeadingBlock().get_context({"text": "Ce qu’est l’été", "size": "h2"})

    assert context["anchor"] == "ce-quest-lete"
