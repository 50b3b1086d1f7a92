"""The verbs of rating: open, save, cite, seal."""

from reviewboard.stages.rating.cite import Cited, add_citation, remove_citation
from reviewboard.stages.rating.draft import Saved, open_seat, save_draft
from reviewboard.stages.rating.seal import rating_digest, seal_rating

__all__ = ["Cited", "Saved", "add_citation", "open_seat", "rating_digest", "remove_citation", "save_draft", "seal_rating"]
