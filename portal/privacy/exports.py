"""The register of processings and the proofs of consent as tables; no cell is a formula."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from portal.tables import write_csv, write_xlsx

from .models import Consent
from .queries.register import city, register
from .registry import Processing, proofs, said

_BATCH = 2_000


def register_headings() -> list[str]:
    """The headings of the register, in words."""
    return [
        _("Processing"),
        _("Purpose"),
        _("Legal basis"),
        _("People concerned"),
        _("Data"),
        _("Sensitive data possible"),
        _("Recipients"),
        _("Kept"),
        _("Addresses erased on"),
        _("Security"),
        _("Processors and transfers"),
        _("Controller"),
        _("Data protection officer"),
        _("Identifier"),
    ]


def register_rows() -> Iterator[list[Any]]:
    """One row a processing, each with the city's identity: a row is whole by itself."""
    site = city()
    controller = ", ".join(filter(None, (site.publisher or site.city_name, site.contact_address)))
    for processing in register():
        yield [*_cells(processing), controller, site.dpo_email, processing.name]


def _cells(processing: Processing) -> list[Any]:
    erased = processing.erased_on
    return [
        said(processing.label),
        said(processing.purpose),
        str(processing.basis.label),
        said(processing.people),
        said(processing.categories),
        _("yes") if processing.sensitive else _("no"),
        said(processing.recipients),
        said(processing.retention),
        erased.isoformat() if erased else "",
        said(processing.security),
        said(processing.subprocessors),
    ]


def proof_headings() -> list[str]:
    """The headings of the proofs of consent, in words."""
    return [
        _("Consent"),
        _("About"),
        _("Person"),
        _("Given by"),
        _("Given on"),
        _("Taken back on"),
        _("Words shown"),
    ]


def proof_rows() -> Iterator[list[Any]]:
    """Every consent, the latest first: account numbers and digests, never an address."""
    found = Consent.objects.select_related("text").order_by("-pk")
    last: int | None = None
    while batch := list((found.filter(pk__lt=last) if last else found)[:_BATCH]):
        for consent in batch:
            yield _proof(consent)
        last = batch[-1].pk
    for proof in proofs():
        taken_back = proof.withdrawn_at.isoformat() if proof.withdrawn_at else ""
        yield [said(proof.kind), proof.about, "", "", proof.given_at.isoformat(), taken_back, ""]


def _proof(consent: Consent) -> list[Any]:
    person = f"#{consent.user_id}" if consent.user_id else consent.email_digest[:16]
    taken_back = consent.withdrawn_at.isoformat() if consent.withdrawn_at else ""
    return [
        consent.label,
        consent.scope,
        person,
        consent.get_channel_display(),
        consent.given_at.isoformat(),
        taken_back,
        consent.text.text,
    ]


def write_register(kind: str, file: IO[bytes]) -> int:
    """Writes the register as csv or xlsx; says how many rows it has."""
    rows = list(register_rows())
    _write(kind, register_headings(), rows, file)
    return len(rows)


def write_proofs(kind: str, file: IO[bytes]) -> int:
    """Writes the proofs of consent as csv or xlsx; says how many rows they are."""
    count = 0

    def counted() -> Iterator[list[Any]]:
        nonlocal count
        for row in proof_rows():
            count += 1
            yield row

    _write(kind, proof_headings(), counted(), file)
    return count


def _write(kind: str, headings: list[str], rows: Any, file: IO[bytes]) -> None:
    if kind == "xlsx":
        write_xlsx(headings, rows, file)  # type: ignore[arg-type]
        return
    for piece in write_csv(headings, rows):
        file.write(piece)
