"""How much one look into a file may take and give. Every number of the program stands here, with its unit."""

MEGABYTE = 1024 * 1024

# What the process may take
WALL = 15.0  # seconds from start to answer; then it is killed
CPU = 10  # seconds of processor
DRAW_FOR = 6.0  # seconds of processor after which no further page is drawn, so that what is drawn still arrives
MEMORY = 1024 * MEGABYTE  # bytes of address space
OPEN_FILES = 16

# What a file may hold
PAGES_MOST = 500  # pages of a PDF; nobody reads more as evidence
POINTS_MOST = 100_000_000  # points of a picture before it is made smaller; as many as come in at the door
OBJECTS_MOST = 200_000  # objects of a PDF that are looked at
UNPACKED_MOST = 100 * MEGABYTE  # bytes of an Office file, unpacked, in all
PART_MOST = 16 * MEGABYTE  # bytes of one part of it, unpacked
RATIO_MOST = 200  # times that a part of more than a megabyte may be smaller when packed

# What comes out
PAGES_SHOWN = 20
EDGE = 1500  # points of a page's or picture's longer side
THUMBNAIL_EDGE = 160
QUALITY = 82  # of JPEG
TEXT_MOST = 200_000  # characters of one file
PAGE_TEXT_MOST = 20_000  # characters of one PDF page
PART_LENGTH = 6_000  # characters of text shown at a time
PARTS_MOST = 100
ROWS_MOST = 2_000  # rows of one sheet
CELLS_MOST = 60  # cells of one row of a sheet
EXCERPT = 200  # characters
ANSWER_MOST = 32 * MEGABYTE  # bytes of one answer
HEADER_MOST = 64 * 1024  # bytes of what an answer says of itself
