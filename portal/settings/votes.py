"""Votes of participatory budgets: what a browser keeps, codes, text messages, limits."""

import environ

_env = environ.Env()

# What a visitor chose and has not cast yet, sealed; sent back to the pages of its budget only, so
# without “__Host-”, which would send it everywhere.
BASKET_COOKIE_NAME = "__Secure-panier"
BASKET_COOKIE_SECONDS = 60 * 24 * 3600
# The receipt of a vote, sealed, until it is read: kept nowhere else.
RECEIPT_COOKIE_NAME = "__Secure-recepisse"
RECEIPT_COOKIE_SECONDS = 15 * 60
# Codes by mail or text message: how long one works, how often it may be mistyped, how many one
# connection and one address or number may ask for in an hour.
VOTE_CODE_SECONDS = 30 * 60
VOTE_CODE_TRIES = 5
VOTE_CODE_LIMIT = 60
VOTE_CODES_PER_ADDRESS = 5
# How long a browser that proved who votes need not prove it again, if it has not voted.
VOTE_PROOF_SECONDS = 2 * 3600
# Codes on paper mistyped from one connection within an hour; ballots cast from one connection:
# a whole school or town hall may share one.
VOTE_PAPER_CODE_LIMIT = 60
VOTE_LIMIT = 2_000
# The class that sends text messages; without one, no vote offers them (portal/text_messages.py).
SMS_SENDER = _env.str("SMS_SENDER", default="")
SMS_GATEWAY_URL = _env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = _env.str("SMS_GATEWAY_TOKEN", default="")
# Where one votes on paper, an envelope may still be on a desk: the count waits so long after the
# closing, unless an officer starts it.
PAPER_WAIT_HOURS = 24
