"""What the pages of the room ask of all the rooms, one subject a file."""
