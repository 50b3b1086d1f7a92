"""How well the board rates: a sample of agreed cases is rated once more, blind. It reads records and never writes one."""
