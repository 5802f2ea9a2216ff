"""Messages to people: the outbox of all mails and its worker; knows no other room's models."""
