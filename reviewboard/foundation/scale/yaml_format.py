"""A scale as a YAML file: what is written is read back as the same scale, and a bad file is refused place by place."""

from __future__ import annotations

import yaml

from reviewboard.foundation.scale.digest import canonical
from reviewboard.foundation.scale.problems import ScaleRefused
from reviewboard.foundation.scale.reading import try_mapping
from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.yaml_nodes import plain_values

LINE_WIDTH = 110


def read_yaml(text: str) -> Scale:
    """The scale in `text`. Raises ScaleRefused with every problem, each with its place (`levels[3].example.fr`)."""
    plain, yaml_problems = plain_values(text)
    if plain is None and yaml_problems:
        raise ScaleRefused(yaml_problems)
    scale, problems = try_mapping(plain)
    if yaml_problems or scale is None:
        raise ScaleRefused((*yaml_problems, *problems))
    return scale


def write_yaml(scale: Scale) -> str:
    """`scale` as YAML, fields in the order of `Scale`; texts that are not there are left out, empty lists are said."""
    return yaml.safe_dump(canonical(scale), allow_unicode=True, sort_keys=False, width=LINE_WIDTH)
