"""Awareness campaigns: messages, pledges, a quiz, what was kept, the outcome."""
