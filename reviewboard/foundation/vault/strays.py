"""What lies in a vault and nothing names: found some at a time, however many files there are."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from reviewboard.foundation.vault.kept import StoreAway
from reviewboard.foundation.vault.where import Vault

AT_A_TIME = 500  # files looked up in one statement
PATIENCE = 5  # files that cannot be taken away until the rest is left for another time


def unnamed(vault: Vault, named: Callable[[Sequence[str]], set[str]], *, before: datetime) -> Iterator[str]:
    """Yield the keys of files that came before a moment and that `named`, asked for some keys at a time, does not return."""
    old = (kept.key for kept in vault.contents() if kept.since < before)
    while some := list(islice(old, AT_A_TIME)):
        yield from sorted(set(some) - named(some))


def take_away(vault: Vault, keys: Sequence[str]) -> None:
    """Take files away, each although one before it could not be. Raises StoreAway in the end where one could not."""
    failed: list[StoreAway] = []
    for key in keys:
        try:
            vault.remove(key)
        except StoreAway as problem:
            failed.append(problem)
            if len(failed) == PATIENCE:
                break
    if failed:
        raise failed[0]
