"""The ways to prove who one is, besides a password: the organization's sign-in, and a second step."""
