"""The ways to prove who one is, besides a password: the organisation's sign-in, and a second step."""
