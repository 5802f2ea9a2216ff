"""What regulated consultations answer to the tests across the house (tests/support/contract.py)."""

from dataclasses import dataclass
from typing import Any

from participation.inquiries.actions import mask
from participation.inquiries.enums import MaskingGround
from participation.inquiries.models import Inquiry, KeyedPage, MailMessage, Observation
from participation.models import Activity
from tests.access.needs import OPEN, staff
from tests.factories.inquiries import (
    InquiryFactory,
    announced,
    observation,
    opened,
    pdf_of,
    prepared,
)
from tests.participation.inquiries import room_contract as room
from tests.support import clock
from tests.support.contract import MechanismContract

SLUGS = ("enquete-publique", "enquete-brouillon")


@dataclass(frozen=True)
class Staged:
    """A procedure whose register is open, and one observation with a file."""

    inquiry: Inquiry
    line: Observation
    page: KeyedPage
    mail: MailMessage


def in_inquiries(rest: str = "") -> Any:
    """The same address in each procedure."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in SLUGS]


def of_rows(rest: str) -> Any:
    """Addresses of lines of the register, those of a draft and those that do not exist too."""
    return lambda world: [
        f"/participer/{slug}/{rest % number}" for slug in SLUGS for number in range(1, 4)
    ]


class InquiriesContract(MechanismContract):
    """Regulated consultations: nobody's contributions are moderated, answered or ranked here."""

    screens = ("inquiries.inquiry", "inquiries.regime")
    inside = (("contribuer/", OPEN), *room.INSIDE)
    desk = (("inquiries_desk:procedure", staff("inquiries.run_inquiry")), *room.DESK)
    holes = (
        ("inquiries_", "pk", lambda staged: staged.inquiry.pk),
        ("inquiries_", "page", lambda staged: staged.page.pk),
        ("inquiries_", "mail", lambda staged: staged.mail.pk),
        ("inquiries_", "sheet", lambda staged: "A4"),
        ("inquiries_", "notice", lambda staged: staged.inquiry.notices.first().pk),
    )
    # A page without a scan; no document of the commissioner is filed yet.
    needs_more = (
        "inquiries_scan",
        "inquiries_proof",
        "avis/preuves/<int:pk>/<str:filename>",
        "documents/<int:pk>/<str:filename>",
    )
    leaks = {
        "": in_inquiries(),
        "avis/": in_inquiries("avis/"),
        "avis/preuves/<int:pk>/<str:filename>": of_rows("avis/preuves/%d/une.pdf"),
        "dates.ics": in_inquiries("dates.ics"),
        "contribuer/": in_inquiries("contribuer/"),
        "recu/<str:receipt>/": in_inquiries("recu/00000-00000/"),
        "observations/": in_inquiries("observations/"),
        "observations.csv": in_inquiries("observations.csv"),
        "observations.json": in_inquiries("observations.json"),
        "observations/<int:number>/": of_rows("observations/%d/"),
        "observations/<int:number>/fichiers/<int:pk>/<str:filename>": of_rows(
            "observations/1/fichiers/%d/piece.pdf"
        ),
        "dossier/<int:pk>/<str:filename>": of_rows("dossier/%d/project.pdf"),
        "documents/<int:pk>/<str:filename>": of_rows("documents/%d/rapport.pdf"),
        **room.leaks(SLUGS),
    }
    notices = frozenset({"inquiries.register"})
    personal_fields = {
        "inquiries.Inquiry.mailbox": "of the city",
        "inquiries.Inquiry.postal_address": "of the city",
        "inquiries.Inquiry.responsible_email": "of the city",
        "inquiries.Inquiry.responsible_phone": "of the city",
        "inquiries.InquiryPlace.address": "of the city",
        "inquiries.Observation.email": "observations",
        **room.FIELDS,
    }
    pages = (
        "/participer/enquete-ivry-port/",
        "/participer/enquete-ivry-port/avis/",
        "/participer/enquete-ivry-port/observations/",
        "/participer/enquete-ivry-port/observations/1/",
        "/participer/enquete-ivry-port/contribuer/",
    )

    def activity(self, **fields: Any) -> Activity:
        # Not announced: what binds afterwards is tried in test_story.py.
        moments = {"opens_at": clock.days(-10), "closes_at": clock.days(23)}
        return InquiryFactory.create(**{**moments, **fields})

    def stage(self, world: Any) -> Staged:
        inquiry = opened(slug="enquete-ouverte")
        line = observation(inquiry, files=[pdf_of("plan.pdf")], at=clock.NOW)
        return Staged(inquiry, line, room.keyed(inquiry, clock.NOW), room.lost_mail())

    def place(self, route: Any, staged: Staged) -> tuple[Activity, dict[str, Any]]:
        if "espace/" in route.written:
            return staged.inquiry, room.VALUES
        file = staged.line.files.get()
        stored = file
        if route.inside.startswith("dossier/"):
            stored = staged.inquiry.dossier.exclude(file="").first()
        return staged.inquiry, {
            "number": staged.line.number,
            "receipt": staged.line.receipt_display,
            "pk": stored.pk,
            "filename": stored.file_name,
        }

    def shown(self, model: str, staged: Staged) -> Any:
        if model == "inquiries.inquiry":
            return staged.inquiry
        return staged.inquiry.regime

    def hide(self, world: Any) -> None:
        """A register with an address and hidden words, and a procedure that is not published."""
        public, before = opened(slug=SLUGS[0]), clock.days(-1)
        observation(public, email="zqcourriel@test.example", at=before)
        file = pdf_of("zqfichier.pdf")
        hidden = observation(public, "Propos zqinterdits.", files=[file], at=before)
        for file in (None, hidden.files.get()):
            mask(
                observation=hidden,
                by=public.members.get(),
                ground=MaskingGround.CRIME,
                reason="zqmotif",
                at=clock.NOW,
                file=file,
            )
        prepared(title="Enquête zqenquetebrouillon", slug=SLUGS[1], live=False)
        world.secrets |= {
            "zqcourriel": "address left with an observation",
            "zqinterdits": "words hidden from the public",
            "zqfichier": "name of a file hidden from the public",
            "zqenquetebrouillon": "procedure that is not published",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        """Somebody wrote with name and address."""
        observation(announced(), name=user.display_name, email=user.email)
        room.leave_traces(user, at)


CONTRACT = InquiriesContract()
