"""How uneven things are in a large call: the shares by which the generator draws."""

from participation.enums import Channel, Moderation, RefusalReason, Standing, Verdict, Wish

# As a city knows it: a few large subjects, a tail of small ones, one that nobody took up.
THEMES = (30, 20, 14, 10, 8, 6, 4, 3, 2, 1, 0.01, 0)
PLACES = (14, 12, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0.5, 0.01, 0)
NOWHERE = 27
MODERATION = {
    Moderation.PUBLISHED: 97.0,
    Moderation.REFUSED: 1.7,
    Moderation.MERGED: 0.6,
    Moderation.PENDING: 0.5,
    Moderation.UNCONFIRMED: 0.2,
}
STANDINGS = {Standing.RESIDENT: 78, "": 18, Standing.AGENT: 4}
CHANNELS = {
    Channel.ONLINE: 80,
    Channel.PAPER: 12,
    Channel.MEETING: 5,
    Channel.MAIL: 2,
    Channel.PHONE: 1,
}
VERDICTS = {
    "": 85.0,
    Verdict.UNDER_STUDY: 3.0,
    Verdict.DECLINED: 6.0,
    Verdict.RETAINED: 2.5,
    Verdict.ALREADY_DONE: 2.0,
    Verdict.PARTLY: 1.5,
}
REASONS = dict(zip(RefusalReason.values, (40, 25, 5, 20, 7, 3), strict=True))
WISHES = {Wish.INFORMATION: 0.25, Wish.FOLLOW_UP: 0.06, Wish.IDEA: 0.03, Wish.COMMENT: 0.0005}
# Supporters for a hundred ideas, supports and comments for one.
SUPPORTERS = 20
SUPPORTS = 10
COMMENTS = 0.3
# One idea is talked of much more than all the others.
LONG_TALK = 500
MOST_COMMENTS = 300
