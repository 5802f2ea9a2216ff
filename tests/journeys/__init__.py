"""Stories told in a real browser, against the demo city served as `make demo` serves it."""
