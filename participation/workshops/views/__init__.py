"""Public pages of a workshop, and the screens of those who hold its meetings."""
