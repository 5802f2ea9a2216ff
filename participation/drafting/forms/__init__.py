"""What is typed about a text: amendments and remarks, filters, decisions of the group."""
