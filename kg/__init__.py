"""Chinese news stories as a knowledge graph that can be trusted."""
