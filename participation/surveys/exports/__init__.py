"""What leaves surveys: figures for everybody, answers one by one for who gave a reason."""
