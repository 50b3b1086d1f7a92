"""Celery's side: couriers that carry ids to actions. The database is the queue of record; this may vanish at any time."""
