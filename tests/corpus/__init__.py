"""Files made from code: hostile ones of every kind we could think of, and honest ones that must all pass."""
