"""How long the parts of an idea may be. Pure."""

TITLE_MAXIMUM = 100
TEXT_MINIMUM = 30
TEXT_MAXIMUM = 2000
