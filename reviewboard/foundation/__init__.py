"""What every stage stands on: people, scales, cycles, rights, journal, outbox, evidence."""
