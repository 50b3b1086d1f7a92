"""The way of a case, in this order: submission, assignment, rating, consensus, record."""
