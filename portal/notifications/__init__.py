"""Messages to people: how a mail is written and sent; knows no other room's models."""
