"""Views of the room: search, contact, files for machines."""
