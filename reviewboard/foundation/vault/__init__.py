"""Evidence bytes: written once, under random names, with their digest."""
