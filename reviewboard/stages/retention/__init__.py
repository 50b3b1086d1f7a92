"""How long a case is kept, what stops the clock, and its disposal by two people, which leaves a stub."""
