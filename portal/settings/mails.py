"""Mails: how the outbox is delivered, how long traces are kept, when notices leave."""

import environ

_env = environ.Env()

# The most urgent mails are tried at once by the page that writes them (0: only what somebody
# waits for); the worker delivers the rest, and what could not leave.
MAIL_AT_ONCE_PRIORITY = 0
MAIL_AT_ONCE_TIMEOUT = 5
MAIL_TIMEOUT = 30
# Minutes between two tries of one mail; after the last one it is given up (two days in all).
MAIL_RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720, 1440]
# Days after which nothing is left of a mail that was sent, or of one that was given up.
MAIL_TRACE_DAYS = 90
MAIL_FAILED_DAYS = 30

# Hours of local time in which notices “at once” wait for the morning, and when digests leave.
QUIET_FROM_HOUR = 21
QUIET_TO_HOUR = 8
DIGEST_HOUR = 8
# The day of the weekly digest: 0 is Monday.
DIGEST_WEEKDAY = 3
# Links to subscribe that one connection may ask for in an hour, and that one address receives;
# how long one of these links works.
SUBSCRIBE_LIMIT = 30
SUBSCRIBE_LINKS_PER_ADDRESS = 3
SUBSCRIBE_LINK_SECONDS = 3 * 24 * 3600
# How long the links at the foot of mails work: to stop must always be possible.
SUBSCRIPTION_LINK_SECONDS = 10 * 365 * 24 * 3600
# Days before the end in which an activity says that it is about to close.
CLOSING_REMINDER_DAYS = 3
# Days before what nobody confirmed is erased, in which its author is reminded once.
UNCONFIRMED_REMINDER_DAYS = 7
# Minutes between “send” and the first mail of a letter, in which it may still be cancelled.
LETTER_DELAY_MINUTES = 10
# Days after which what nobody needs any more of an event and its notices is forgotten.
NOTICE_TRACE_DAYS = 90

# Where mails to the registers of procedures arrive: maildir:///folder, or
# imaps://user:password@host/INBOX. Empty: nobody fetches any.
INQUIRY_MAILBOX = _env.str("INQUIRY_MAILBOX", default="")
# Days before a due date of a procedure on which those concerned are told.
INQUIRY_ALERT_DAYS = 3
# Days after which automatic answers that reached a register are erased.
INQUIRY_IGNORED_DAYS = 90
