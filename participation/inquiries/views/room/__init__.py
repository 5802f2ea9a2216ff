"""The pages of those named in a procedure, closed to everybody else, the city included."""
