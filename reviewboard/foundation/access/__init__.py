"""Who may do and read what: predicates, permission map, visibility table."""
