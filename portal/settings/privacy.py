"""How long data about people is kept, besides the delays of forms in `security.py`; in days."""

# An account nobody signs in to any more is erased, after a warning by mail.
INACTIVE_ACCOUNT_DAYS = 3 * 365
INACTIVE_ACCOUNT_NOTICE_DAYS = 30
# An account opened with an address that nobody confirmed.
UNCONFIRMED_ACCOUNT_DAYS = 7
# Who did what, when, for an auditor (CNIL, délibération 2021-122: six months to a year).
SECURITY_EVENT_DAYS = 365
# The proof of a consent that was taken back, as long as the city may have to show it.
CONSENT_PROOF_DAYS = 3 * 365
# What each run of the erasure did.
RETENTION_RUN_DAYS = 2 * 365
# The admin says so when nothing was erased for longer than this.
RETENTION_LATE_DAYS = 3
# Things erased in one transaction.
RETENTION_BATCH = 500
# Under this age a parent has to agree to what is optional (loi Informatique et Libertés, art. 45).
CONSENT_AGE = 15
# The name of somebody who left the follow-up body; the function stays.
BODY_MEMBER_DAYS = 365
# The roll of a vote and its codes, after the council decided; at most so long after the closing.
VOTER_ROLL_DAYS = 30
VOTER_ROLL_LONGEST_DAYS = 365
# What a reader wrote about an explanation that was not clear; the opinion itself stays counted.
CLARITY_COMMENT_DAYS = 365
# Needs for access told for a meeting, and the registrations themselves, after the meeting.
MEETING_NEEDS_DAYS = 2
MEETING_REGISTRATION_DAYS = 30
# After the closing of a regulated consultation: the addresses left for a receipt.
INQUIRY_ADDRESS_DAYS = 365
# Addresses to ask again about a campaign: after the last day of the question; never confirmed.
CAMPAIGN_REMINDER_DAYS = 7
CAMPAIGN_UNCONFIRMED_DAYS = 7
# The number of a form that was counted: a little longer than a form can be sent (14 days).
CAMPAIGN_FORM_DAYS = 16
# An answer to a survey that was begun and not sent, after its last change.
SURVEY_DRAFT_DAYS = 30
# Answers to surveys one by one, after the end; the counters stay.
SURVEY_ANSWER_DAYS = 3 * 365
