"""Accounts, memberships (a role in a cycle) and sign-in."""
