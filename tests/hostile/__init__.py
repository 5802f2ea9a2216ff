"""Hostile words through every form and every import, and what pages make of them."""
