"""Cookies, transport, content security policies, upload limits and throttles."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

from .identity import IDENTITY_ORIGINS

SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it on its own previews.

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# RGAA 13.1.4: no time limit under twenty hours on what a person fills in.
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "portal.failures.csrf_failure"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=()"
)
# The choice of a light or dark scheme, and what one page says on the next.
SCHEME_COOKIE_NAME = "__Host-affichage"
MESSAGES_COOKIE_NAME = "__Host-messages"
MESSAGE_STORAGE = "portal.messages.Storage"

# Where browsers say what they blocked; the second is how newer ones are told.
POLICY_REPORTS = "/csp-rapports/"
POLICY_REPORTS_GROUP = "csp"
# What everybody may be given of a file: a browser that shows it runs, loads and frames nothing.
INERT_POLICY = (
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The public policy: everything from this site, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A form that leads to a provider of identities is redirected there: Chromium holds the
        # whole journey of a form to this list.
        "form-action": [SELF, *IDENTITY_ORIGINS],
        "frame-ancestors": [SELF],
        "report-uri": [POLICY_REPORTS],
        "report-to": POLICY_REPORTS_GROUP,
    },
}
# The admin: Wagtail's editors inject styles. No inline script: docs/decisions/0009.
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": [SELF],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "frame-src": [SELF],
    },
}

# Days during which the database itself refuses to delete a security event (CNIL 2021-122: six
# months to a year). Changed here, it holds from the next `migrate` on.
SECURITY_LOG_MINIMUM_DAYS = 180

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # Wagtail's StreamField forms are long.
FILE_UPLOAD_PERMISSIONS = 0o644
# What somebody may join to a contribution. Pixels count before a picture is unpacked: one of
# 50 million takes 250 MB of memory for a moment, and is what the best telephones make.
UPLOAD_PICTURE_BYTES = 8 * 1024 * 1024
UPLOAD_DOCUMENT_BYTES = 10 * 1024 * 1024
UPLOAD_PICTURE_PIXELS = 50_000_000

# Contributions accepted from one address within the window, before a clear "later, please".
CONTRIBUTION_LIMIT = 30
CONTRIBUTION_WINDOW_SECONDS = 3600
# Answers that one kiosk may take in an hour.
KIOSK_LIMIT = 300
# A form sent back faster than a person can read it was not filled in by one.
CONTRIBUTION_MINIMUM_SECONDS = 2
# Ask browsers for a little work before a form is taken (docs/operations.md): about a second at
# 16 bits on a usual telephone. Forms without it wait longer, and are a sixth as many.
PROOF_OF_WORK = False
PROOF_OF_WORK_BITS = 16
UNPROVED_MINIMUM_SECONDS = 20
UNPROVED_DIVIDER = 6
# How long a page of a form stays valid: two weeks, like the session.
FORM_TOKEN_SECONDS = 14 * 24 * 3600
# Where the visitor's own address is found: behind a proxy, the header that proxy sets, such as
# HTTP_X_REAL_IP; otherwise all visitors would share one limit.
CLIENT_ADDRESS_HEADER = "REMOTE_ADDR"
# Supports that one person may give or take back in an hour.
SUPPORT_LIMIT = 300
# Links to support that one connection, and one address, may ask for in an hour; and how long one
# of these links works.
SUPPORT_LINK_LIMIT = 30
SUPPORT_LINKS_PER_ADDRESS = 5
SUPPORT_LINK_SECONDS = 3 * 24 * 3600
# Set only after a support by mailed link: the next ones in this browser take one press.
SUPPORTER_COOKIE_NAME = "__Host-supporter"
SUPPORTER_COOKIE_SECONDS = 365 * 24 * 3600
# The pledges that a browser took during its visit; sent to the page of pledges only, gone when the
# browser closes.
PLEDGE_COOKIE_NAME = "__Secure-resolutions"
# Days after which `manage.py erase_old_data` erases a handled message, and a contributor's address
# once the activity and its answers are over. The notices beside the forms say one year.
MESSAGE_RETENTION_DAYS = 365
ADDRESS_RETENTION_DAYS = 365
# A refused text and its author's right to contest it, kept at least so long (DSA, art. 20: six
# months), then erased.
REFUSED_RETENTION_DAYS = 365
# A contribution whose author never confirmed the address is erased after so many days.
UNCONFIRMED_RETENTION_DAYS = 30
# Lists and codes of who may take part are erased so many days after the end of their activity, and
# so many proofs may be tried in vain from one connection within an hour.
ELIGIBILITY_RETENTION_DAYS = 60
ELIGIBILITY_LIMIT = 30
# Figures by department of agents are shown from so many different people on, never below.
AGENT_GROUP_MINIMUM = 10
# Days an author has to answer a proposal to group an idea, before officers may group it without
# an answer; the author may separate it again at any time.
MERGE_REPLY_DAYS = 15
# A seat that came free is kept so many hours for who is next on the list; those who have a seat are
# reminded so many hours before the meeting.
MEETING_CONFIRM_HOURS = 24
MEETING_REMINDER_HOURS = 30
# Files of a form that nobody sent for good, and files taken from one address within an hour.
STAGED_FILE_HOURS = 24
UPLOAD_LIMIT = 60
# Looks for similar ideas from one address within an hour: many people share that of a town hall.
SIMILAR_LIMIT = 2_000
# How often one connection may ask for the difference of a text being written, in an hour.
DIFFERENCE_LIMIT = 2_000
# What a person takes away or asks about their own data: files and links in a day, and how long
# a link to the data kept under an address works.
OWN_DATA_FILES_PER_DAY = 5
OWN_DATA_LINKS_PER_DAY = 5
OWN_DATA_LINK_SECONDS = 2 * 3600
# Mails that ask to confirm one address again, within an hour.
CONFIRMATION_LIMIT = 3
# Receipt numbers that one account may try to add to itself, within an hour.
ATTACH_LIMIT = 20
