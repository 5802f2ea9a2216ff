"""Where posters, the certificate and the proofs of the notice stand in the admin."""

from django.urls import URLPattern, path

from ..views.notices import CertificateView, PosterView, ProofView


def notice_admin_urls() -> list[URLPattern]:
    """The addresses of these files."""
    base = "inquiries/notices/<int:pk>"
    return [
        path(f"{base}/avis-<str:sheet>.pdf", PosterView.as_view(), name="inquiries_poster"),
        path(f"{base}/certificat.pdf", CertificateView.as_view(), name="inquiries_certificate"),
        path(f"{base}/preuves/<int:notice>/", ProofView.as_view(), name="inquiries_proof"),
    ]
