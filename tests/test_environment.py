"""environment.yml says what pyproject.toml says, in conda's words. No channel is reached, no environment is solved."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler import MatchSpec, Version, VersionSpec

ROOT = Path(__file__).parent.parent
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
# Or renamed there, or older.
NOT_ON_CONDA_FORGE = {"execnb", "lunar-vn", "lxml-html-clean", "rocrate", "underthesea", "underthesea-core"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
REQUIREMENTS = {r.name: r for r in map(Requirement, PROJECT["dependencies"])}
CONDA = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
PIP = [line for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict) for line in entry["pip"]]


def list_probes(version: str) -> list[str]:
    """List versions in, just under and just over `version.*`."""
    *head, last = map(int, version.split("."))
    before, after = (".".join(map(str, [*head, last + step])) for step in (-1, 1))
    return [version, f"{version}.0", f"{version}.999", after, f"{after}.1", *([f"{before}.999"] if last else [])]


def test_it_has_the_keys_and_channels_that_conda_and_binder_read() -> None:
    assert list(ENVIRONMENT) == ["name", "channels", "dependencies"]
    assert ENVIRONMENT["name"] == "vietdiplo"
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]
    assert [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)] == [{"pip": PIP}]


@pytest.mark.parametrize("spec", CONDA)
def test_a_spec_is_one_that_conda_reads(spec: str) -> None:
    assert MatchSpec(spec, strict=True).name is not None
    assert re.fullmatch(r"[a-z][a-z\d.-]*(=[\d.]+)?", spec)


def test_every_dependency_is_named_once() -> None:
    named = [spec.partition("=")[0] for spec in CONDA]
    expected = [CONDA_NAMES.get(name, name) for name in REQUIREMENTS if name not in NOT_ON_CONDA_FORGE]
    assert sorted(named) == sorted(["python", "pip", *expected])


def test_what_is_not_on_conda_forge_comes_from_pip_as_pyproject_pins_it() -> None:
    expected = [*(str(REQUIREMENTS[name]) for name in sorted(NOT_ON_CONDA_FORGE)), "-e ."]
    assert expected == PIP


@pytest.mark.parametrize("name", sorted(REQUIREMENTS.keys() - NOT_ON_CONDA_FORGE))
def test_a_pin_allows_what_pyproject_allows(name: str) -> None:
    pin = next(v for n, _, v in (spec.partition("=") for spec in CONDA) if n == CONDA_NAMES.get(name, name))
    allowed = VersionSpec(f"{pin}.*")
    for probe in list_probes(pin):
        assert (probe, allowed.matches(Version(probe))) == (probe, REQUIREMENTS[name].specifier.contains(probe))


def test_python_is_pinned_with_one_sign_which_binder_reads() -> None:
    [version] = [spec.partition("=")[2] for spec in CONDA if spec.startswith("python=")]
    assert re.fullmatch(r"3\.\d+", version)
    assert version in SpecifierSet(PROJECT["requires-python"])


def test_binder_builds_from_it_after_the_repository_is_there(tmp_path: Path) -> None:
    (tmp_path / "environment.yml").write_bytes((ROOT / "environment.yml").read_bytes())
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    steps = printed.stdout + printed.stderr
    assert "Building conda environment for python=3.12" in steps
    assert 0 < steps.index("COPY --chown=0:0 src/ ${REPO_DIR}/") < steps.index('--file "environment.yml"')
