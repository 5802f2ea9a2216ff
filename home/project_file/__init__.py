"""Reading a city's files (facts, texts, demonstration set) and carrying them to the site."""
