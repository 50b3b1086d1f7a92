"""A candidate's examples and evidence, drafted, checked, locked."""
