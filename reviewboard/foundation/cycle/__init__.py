"""A round of assessment: its dates, scales, pool, limits and frozen policy."""
