"""The parameters of notebooks: what they are, what they may be, and their cell as it was run."""

import ast
from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from vietdiplo.tables import ParameterError

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "list": list}
TRUTH = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


class Parameter(NamedTuple):
    """A parameter: its name, its type's name, its default as written, and its meaning with unit or choices."""

    name: str
    type: str
    default: str
    help: str


def check_parameters(**values: tuple[object, Container[object]]) -> None:
    """Check the parameters of a notebook: each a pair of its value and the values it may have.

    A range of whole numbers is `range(1, 61)`. Raises ParameterError for the first that fails.
    """
    for name, (value, choices) in values.items():
        if value not in choices:
            raise ParameterError(f"{name}: {value!r} cannot be; use {_name_choices(choices)}")


def read_value(parameter: Parameter, value: object) -> Any:
    """Give a value from the command line, a text, or from a runs file in the type that the notebook declares.

    Raises ParameterError with the parameter, the value and the type.
    """
    wanted = TYPES.get(parameter.type.partition("[")[0], str)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is wanted:
        return value
    try:
        if not isinstance(value, str):
            raise ValueError  # one message for all
        if wanted is bool:
            return TRUTH[value.lower()]
        if wanted is list:
            return [part.strip() for part in value.split(",") if part.strip()]
        return wanted(value)
    except (ValueError, KeyError):
        message = f"parameter {parameter.name}: {value!r} is not {parameter.type}; {parameter.help or 'correct it'}"
        raise ParameterError(message) from None


def complete_values(parameters: Mapping[str, Parameter], values: Mapping[str, object]) -> dict[str, Any]:
    """Give the value of every parameter, by name: that of a run, or else its default."""
    defaults = {name: ast.literal_eval(entry.default) for name, entry in parameters.items() if name not in values}
    return dict(sorted({**defaults, **{name: values[name] for name in parameters if name in values}}.items()))


def write_parameters(parameters: Mapping[str, Parameter], values: Mapping[str, object]) -> str:
    """Write the parameters cell with the values of a run in the place of the defaults."""
    lines = []
    for name, parameter in parameters.items():
        value = repr(values[name]) if name in values else parameter.default
        lines.append(f"{name}: {parameter.type} = {value}" + (f"  # {parameter.help}" if parameter.help else ""))
    return "\n".join(lines)


def _name_choices(choices: object) -> str:
    if isinstance(choices, range):
        return f"{choices.start} to {choices.stop - 1}"
    return " or ".join(map(str, choices)) if isinstance(choices, list | tuple) else str(choices)
