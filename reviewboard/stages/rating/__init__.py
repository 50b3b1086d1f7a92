"""One assessor reads, cites and rates alone, then seals."""
