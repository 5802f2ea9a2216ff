"""What tests of every room stand on: a strict client, a clock, readers of HTML."""
