"""The tests mirror the house: one folder a room, plus architecture and journeys."""
