"""The scales that come with the board: every YAML file in `data/`, in the project's own wording."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.yaml_format import read_yaml


@cache
def shipped_scales() -> tuple[Scale, ...]:
    """Each shipped scale, in the order of the file names, read once: they come with the code. Raises ScaleRefused."""
    found = [file for file in files(__package__).joinpath("data").iterdir() if file.name.endswith(".yaml")]
    return tuple(read_yaml(file.read_text("utf-8")) for file in sorted(found, key=lambda file: file.name))
