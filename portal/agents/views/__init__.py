"""Pages of agents, and the desk of those who look after them."""
