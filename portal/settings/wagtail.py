"""Wagtail: media models, rich text, search, and no call to anybody else's server."""

WAGTAIL_SITE_NAME = "Parvis"
WAGTAILIMAGES_IMAGE_MODEL = "cms.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_LOGIN_URL = "admin_sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/compte/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's is the only one.
# allauth changes one's own password: it tells the person and signs other browsers out.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # allauth confirms a new address; Wagtail would not.
# Neither avatars nor version checks leave the site.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.cms.publishing.publish_reviewed"
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link"]},
    },
}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "xlsx", "zip"]
# Every document is saved, none is shown in the portal's own page: nothing of it can run there.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.security.upload_forms.PortalDocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.security.upload_forms.PortalImageForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        # Words reach the index already folded (portal.cms.folding): the engine must not
        # stem them a second time.
        "SEARCH_CONFIG": "simple",
    },
}
ADMIN_PATH = "admin/"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
TAGGIT_CASE_INSENSITIVE = True
# Pages may not take the place of these addresses, which views answer.
RESERVED_ROOT_SLUGS = (
    "admin",
    "affichage",
    "api",
    "calendrier",
    "compte",
    "csp-rapports",
    "documents",
    "donnees",
    "engagements",
    "healthz",
    "images",
    "media",
    "mes-donnees",
    "participer",
    "recherche",
    "securite",
    "static",
    "suivi",
)
