"""How much the making of one PDF may take. Every number of the program stands here, with its unit."""

MEGABYTE = 1024 * 1024
WALL = 60.0  # seconds from start to the last byte; a worker's task, which also reads the case, is told to stop at 90
CPU = 55  # seconds of processor
MEMORY = 1536 * MEGABYTE  # bytes of address space; a file of 100,000 characters and 200 moves takes a tenth of it
PDF_MOST = 64 * MEGABYTE  # bytes of one PDF
