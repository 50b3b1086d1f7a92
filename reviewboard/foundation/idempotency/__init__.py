"""A request repeated with the same key gets the first answer again."""
