"""What a candidate may do about a released result: individual feedback, a decision review, a fresh independent pair."""
