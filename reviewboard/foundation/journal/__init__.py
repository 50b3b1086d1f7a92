"""What happened, in an append-only chain that shows any tampering."""
