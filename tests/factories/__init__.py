"""Objects for tests, one file a room: nothing is made that was not asked for."""
