"""Work that must happen after a commit, kept in the database until it is done."""
