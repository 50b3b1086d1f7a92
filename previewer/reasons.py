"""Why a file is refused, and what is not shown of one that is accepted. The board has the words."""

from enum import StrEnum


class Reason(StrEnum):
    """What makes a file one that nobody may open. The first one met is told."""

    BROKEN = "broken"  # it cannot be read to its end
    ENCRYPTED = "encrypted"  # it needs a password, or its printing or copying is barred
    SCRIPT = "script"  # it holds a program: a script, an interactive form program, a field that runs a command
    LAUNCH = "launch"  # it would start a program
    EMBEDDED = "embedded"  # it holds another file
    EXTERNAL = "external"  # opening it would fetch something from elsewhere, or send something there
    MACRO = "macro"
    BOMB = "bomb"  # it unpacks to far more than it is
    TOO_LARGE = "too_large"  # a picture with more points than the board draws
    TOO_MANY_PAGES = "too_many_pages"
    INFECTED = "infected"  # the virus scanner, which the board asks before this program, knows it
    LOST = "lost"  # the board no longer has its bytes as they came
    UNCHECKED = "unchecked"  # the program came to no answer, however often it was asked


class Found(StrEnum):
    """What the preview of an accepted file leaves out."""

    LINKS = "links"  # links are shown as text
    PICTURES = "pictures"  # pictures of an Office file
    SHORTENED = "shortened"  # pages or text beyond what is shown


class Lock(StrEnum):
    """A lock that not every system offers."""

    NOBODY = "nobody"  # from root, become a user who owns nothing
    NETWORK = "network"  # a network of its own with nothing in it
    CALLS = "calls"  # the kernel refuses to open, connect, start, signal


class Refused(Exception):
    """The file is refused. `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
