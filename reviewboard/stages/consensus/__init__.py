"""Two sealed ratings meet: agreement, discussion or dispute."""
