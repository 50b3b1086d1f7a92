"""What a machine looks at is looked at again only when something has changed."""

from hypothesis.stateful import precondition


def once(name):
    """Look at an invariant once for each end of the journal and each moment: what was refused changed nothing there."""

    def is_new(machine):
        here = getattr(machine, "end", None), machine.build.now
        was, machine.looked[name] = machine.looked.get(name), here
        return hasattr(machine, "cases") and here != was

    return precondition(is_new)
