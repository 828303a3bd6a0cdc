"""run.py in temporary folders, its messages, and the lock files. Nothing here reaches a network."""

import ast
import errno
import importlib.util
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
FREE = r"\d+ MB free, \d+ MB for temporary files"


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """A copy of run.py, imported, in a folder of its own with small lock files."""
    (tmp_path / "run.py").write_bytes((ROOT / "run.py").read_bytes())
    for name in (*LOCKS, "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("run_copy", tmp_path / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that a set-up takes, which here only make the folder."""
    taken: list[str] = []

    def take_step(step: str, command: list[str]) -> None:
        taken.append(step)
        run.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(run, "run_step", take_step)
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    return taken


@pytest.fixture
def calls(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that a task runs, without the interpreter; none is run, and mypy fails with 2."""
    made: list[list[str]] = []

    def call(command: list[str], folder: Path | None = None) -> int:
        made.append(command[1:])
        return 2 if "mypy" in command else 0

    monkeypatch.setattr(run, "make_environment", lambda name: made.append([name]))
    monkeypatch.setattr(run, "call", call)
    return made


# The messages.


def test_an_old_python_can_read_run_py() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_refused_first(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 14))
    monkeypatch.setattr(run.sys, "executable", "/usr/bin/python3")
    assert run.main(["no-task"]) == 1
    assert capsys.readouterr().err == (
        "run.py: /usr/bin/python3: this is Python 3.10.14, and 3.11 or newer is needed. Install one with your "
        "system's package manager or from python.org and name it: python3.11 run.py\n"
    )


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_newer_python_is_accepted(run: ModuleType, version: tuple[int, ...]) -> None:
    run.check_python(version)


def test_a_python_without_ensurepip_is_told_what_to_install(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(run.sys, "executable", "/usr/bin/python3")
    assert run.main([]) == 1
    version = "{}.{}".format(*sys.version_info)
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"run.py: /usr/bin/python3: this Python {version} has no ensurepip and so cannot make an environment. Install "
        f"it (Debian and Ubuntu: sudo apt install python{version}-venv) and run the same command again."
    )


def test_an_unreachable_index_is_told_apart_from_other_failures(run: ModuleType, tmp_path: Path) -> None:
    """With a real venv and a real pip, whose index is a closed port of this machine."""
    settings = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    (tmp_path / "requirements.lock").write_text(f"nothing==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    command = [sys.executable, str(tmp_path / "run.py")]
    done = subprocess.run(command, capture_output=True, text=True, env=kept | settings)
    assert (done.returncode, done.stdout) == (1, "")
    making, failed = done.stderr.splitlines()
    assert making == "run.py: making .venv, 600 MB (900 MB for the tests); a minute or two, only this once"
    assert failed == (
        "run.py: no network: pip could not fetch the packages (ERROR: No matching distribution found for nothing==1). "
        "Check the connection; a proxy is named in HTTPS_PROXY, a mirror in PIP_INDEX_URL, an organisation's "
        "certificate in PIP_CERT. Then run the same command again."
    )


@pytest.mark.parametrize(
    "line",
    [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "OSError: [Errno 122] Disk quota exceeded: '.venv/lib'",
        "ERROR: [WinError 112] There is not enough space on the disk",
    ],
)
def test_a_full_disk_that_pip_meets_is_named_with_what_is_free(run: ModuleType, tmp_path: Path, line: str) -> None:
    assert re.fullmatch(
        rf"{re.escape(str(tmp_path))}: the disk is full \({FREE}\); the environment takes 600 MB \(900 MB for the "
        r"tests\)\. Make room, or name another folder for temporary files in TMPDIR, and run the same command again\.",
        run.explain_failure("installing requirements.lock", ["Collecting numpy", line]),
    )


def test_a_full_disk_that_a_step_does_not_mention_is_named_all_the_same(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=3_000_000)
    monkeypatch.setattr(run.shutil, "disk_usage", lambda place: usage)
    message = run.explain_failure("making .venv", ["Error: ensurepip returned non-zero exit status 1."])
    assert "the disk is full (3 MB free, 3 MB for temporary files)" in message


def test_a_full_disk_that_run_py_meets_gets_the_same_message(
    run: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run, "hash_inputs", fail)
    assert run.main([]) == 1
    assert re.search(rf"the disk is full \({FREE}\)", capsys.readouterr().err)


def test_another_failure_shows_the_last_lines_and_the_remedy(run: ModuleType, tmp_path: Path) -> None:
    lines = [f"line {number}" for number in range(20)]
    assert run.explain_failure("making .venv", [*lines, "", "error: no compiler", ""]) == (
        "making .venv failed:\n" + "\n".join(lines[-14:]) + "\nerror: no compiler\n"
        f"run.py: delete {tmp_path / '.venv'} and run the same command again; if it fails again, the lines above say "
        "why, and an issue with them helps."
    )


def test_a_wrong_hash_is_not_taken_for_a_lost_connection(run: ModuleType) -> None:
    lines = [
        "WARNING: Retrying after connection broken by 'ReadTimeoutError'",
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES",
    ]
    assert run.explain_failure("installing requirements.lock", lines).startswith(
        "installing requirements.lock failed:\n"
    )


def test_a_step_that_fails_is_explained_by_what_it_printed(run: ModuleType) -> None:
    with pytest.raises(run.SetupError, match=r"^a step failed:\nout\nerr\n"):
        run.run_step("a step", [sys.executable, "-c", "import sys; print('out', flush=True); sys.exit('err')"])


def test_an_unknown_task_is_answered_with_the_tasks(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["tests"]) == 1
    message = "run.py: 'tests' is not a task; use one of render, lab, test, audit, refresh, lock\n"
    assert capsys.readouterr().err == message


def test_a_renewal_without_uv_says_how_to_get_it(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run.main(["lock"]) == 1
    message = "run.py: lock: there is no uv on the PATH; install it (pip install uv) and run the same command again\n"
    assert capsys.readouterr().err == message


# The environment.


def test_an_environment_is_made_once(run: ModuleType, steps: list[str]) -> None:
    run.make_environment("requirements.lock")
    run.make_environment("requirements.lock")
    assert steps == ["making .venv", "installing requirements.lock", "installing vietdiplo"]


def test_the_tests_packages_are_added_to_an_environment_that_works(run: ModuleType, steps: list[str]) -> None:
    run.make_environment("requirements.lock")
    steps.clear()
    run.make_environment("requirements-test.lock")
    run.make_environment("requirements.lock")
    assert steps == ["installing requirements-test.lock", "installing vietdiplo"]


def forget_stamp(run: ModuleType) -> None:
    run.STAMP.unlink()


def break_stamp(run: ModuleType) -> None:
    run.STAMP.write_bytes(b"\xff\xfe")


def change_lock(run: ModuleType) -> None:
    (run.ROOT / "requirements.lock").write_text("# newer\n", encoding="utf-8")


def change_pyproject(run: ModuleType) -> None:
    (run.ROOT / "pyproject.toml").write_text("# newer\n", encoding="utf-8")


@pytest.mark.parametrize("damage", [forget_stamp, break_stamp, change_lock, change_pyproject])
def test_an_environment_that_is_half_made_or_outdated_is_made_anew(
    run: ModuleType, steps: list[str], damage: Callable[[ModuleType], None]
) -> None:
    run.make_environment("requirements.lock")
    damage(run)
    steps.clear()
    run.make_environment("requirements.lock")
    assert steps[0] == "making .venv"


def test_an_environment_in_a_folder_that_was_moved_is_not_ready(
    run: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.make_environment("requirements.lock")
    before = run.hash_inputs("requirements.lock")
    for name in (*LOCKS, "pyproject.toml"):
        (run.ROOT / "elsewhere" / name).parent.mkdir(exist_ok=True)
        (run.ROOT / "elsewhere" / name).write_bytes((run.ROOT / name).read_bytes())
    monkeypatch.setattr(run, "ROOT", run.ROOT / "elsewhere")
    assert run.hash_inputs("requirements.lock") != before
    assert not run.is_ready("requirements.lock")


def test_an_environment_whose_interpreter_is_gone_is_not_ready(
    run: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.make_environment("requirements.lock")
    monkeypatch.setattr(run, "PYTHON", str(run.VENV / "bin" / "gone"))
    assert not run.is_ready("requirements.lock")


def test_an_environment_whose_packages_are_gone_is_not_ready(
    run: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.make_environment("requirements.lock")
    monkeypatch.setattr(run, "PROBE", run.PROBE.replace("numpy", "numpy_gone"))
    assert not run.is_ready("requirements.lock")


def test_an_environment_that_stays_broken_is_not_tried_for_ever(
    run: ModuleType, steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PYTHON", "gone")
    with pytest.raises(run.SetupError) as raised:
        run.make_environment("requirements.lock")
    venv = tmp_path / ".venv"
    expected = f"{venv}: made anew, and its packages are still not found; delete the folder and run it again"
    assert str(raised.value) == expected


def test_a_failed_installation_leaves_no_stamp(
    run: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(step: str, command: list[str]) -> None:
        raise run.SetupError(step)

    run.make_environment("requirements.lock")
    monkeypatch.setattr(run, "run_step", fail)
    with pytest.raises(run.SetupError, match=r"^installing requirements-test\.lock$"):
        run.make_environment("requirements-test.lock")
    assert not run.STAMP.exists()


# The tasks.


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["-m", "vietdiplo", "run"]),
        (["render", "--jobs", "1"], ["-m", "vietdiplo", "run", "--jobs", "1"]),
        (["--corpus", "my texts"], ["-m", "vietdiplo", "run", "--corpus", "my texts"]),
        (["refresh"], ["-m", "vietdiplo", "refresh"]),
    ],
)
def test_a_task_passes_its_options_on(
    run: ModuleType, calls: list[list[str]], arguments: list[str], expected: list[str]
) -> None:
    assert run.main(arguments) == 0
    assert calls == [["requirements.lock"], expected]


def test_lab_opens_the_first_notebook_with_the_project_as_root(
    run: ModuleType, calls: list[list[str]], tmp_path: Path
) -> None:
    assert run.main(["lab", "--no-browser"]) == 0
    root, first = f"--ServerApp.root_dir={tmp_path}", "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"
    assert calls[1] == ["-m", "nbformat.sign"]
    assert calls[2] == ["-m", "jupyterlab", "--allow-root", root, first, "--no-browser"]


def test_test_runs_every_check_and_pytest_last_whatever_fails(
    run: ModuleType, calls: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["test"]) == 2
    assert calls == [
        ["requirements-test.lock"],
        ["-m", "ruff", "check"],
        ["-m", "ruff", "format", "--check"],
        ["-m", "mypy"],
        ["-m", "pytest", "--cov=vietdiplo"],
    ]
    assert capsys.readouterr().err.splitlines()[-2:] == ["run.py: pytest --cov=vietdiplo", "run.py: failed: mypy"]


def test_options_of_test_go_to_pytest_alone_and_a_part_has_no_floor(run: ModuleType, calls: list[list[str]]) -> None:
    run.main(["test", "-k", "dates"])
    assert [call for call in calls if "-k" in call] == [["-m", "pytest", "-k", "dates"]]


def test_the_exit_status_is_the_commands(run: ModuleType) -> None:
    assert run.call([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_command_that_a_signal_ended_has_a_shells_status(run: ModuleType) -> None:
    assert run.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 15)"]) == 128 + 15


def test_another_environments_packages_do_not_come_first(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    run: ModuleType = request.getfixturevalue("run")
    seen = "import os; raise SystemExit('PYTHONPATH' in os.environ)"
    assert run.call([sys.executable, "-c", seen]) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_ends_quietly_with_130_after_the_command_has_ended(run: ModuleType, tmp_path: Path) -> None:
    child = "import pathlib, time\ntry:\n pathlib.Path('up').touch(); time.sleep(60)\n"
    child += "except KeyboardInterrupt:\n time.sleep(.5); pathlib.Path('tidied').touch(); raise SystemExit(1)"
    script = f"import sys, run\nrun.TASKS = {{'render': lambda _: run.call([sys.executable, '-c', {child!r}])}}\n"
    command = [sys.executable, "-c", script + "sys.exit(run.main([]))"]
    started = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    while not (tmp_path / "up").exists():
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)
    assert started.communicate(timeout=30) == (b"", b"")
    assert started.returncode == 130
    assert (tmp_path / "tidied").exists()


# The lock files.


def load_lock(name: str) -> list[tuple[Requirement, list[str]]]:
    """Load a lock file: each requirement with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
    entries = (line.split(" --hash=") for line in text.splitlines() if not line.startswith("#"))
    return [(Requirement(first), [rest.strip() for rest in others]) for first, *others in entries]


def list_needs(name: str) -> list[str]:
    project = PROJECT["project"]
    tests = project["optional-dependencies"]["test"] if name == "requirements-test.lock" else []
    return [*project["dependencies"], *PROJECT["dependency-groups"]["build"], *tests]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_each_file_by_its_hash(name: str) -> None:
    for requirement, hashes in load_lock(name):
        assert [specifier.operator for specifier in requirement.specifier] == ["=="], requirement
        assert requirement.url is None
        assert hashes and all(re.fullmatch("sha256:[0-9a-f]{64}", value) for value in hashes), requirement


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("python", ["3.11.0", "3.12.1", "3.13.0", "3.14.0"])
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_lock_holds_one_version_of_each_dependency_that_pyproject_allows(
    name: str, python: str, platform: str
) -> None:
    place = {"python_full_version": python, "python_version": python[:4], "sys_platform": platform}
    entries = [r for r, _ in load_lock(name) if r.marker is None or r.marker.evaluate(place)]
    for need in map(Requirement, list_needs(name)):
        held = [next(iter(r.specifier)).version for r in entries if r.name == canonicalize_name(need.name)]
        assert len(held) == 1, f"{name}: {need.name}: {held}; run: python3 run.py lock"
        assert need.specifier.contains(held[0]), f"{name}: {need}: {held[0]}; run: python3 run.py lock"


def test_the_tests_lock_holds_what_the_other_holds() -> None:
    # The markers may differ: what one package needs on some systems, a package of the tests may need on all.
    lock, test_lock = ({f"{r.name}{r.specifier}": hashes for r, hashes in load_lock(name)} for name in LOCKS)
    assert lock.items() <= test_lock.items()


@pytest.mark.parametrize("name", [*LOCKS, "run.py", "environment.yml", ".ci/run"])
def test_no_address_of_a_registry_and_no_place_of_a_machine_is_written_down(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|(?<![\w.}>])/(?:home|root|tmp|opt)\b", text) == []


def test_the_package_is_built_with_what_is_locked() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


def test_every_dependency_says_why_it_is_there() -> None:
    lists = re.findall(r"^(?:dependencies|test) = \[\n(.*?)^\]", PYPROJECT, re.DOTALL | re.MULTILINE)
    assert len(lists) == 2
    assert [line for line in "".join(lists).splitlines() if not re.search(r'",? +# \S', line)] == []


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 error"), ("", "1 skipped")])
def test_a_browser_test_that_is_skipped_fails_in_continuous_integration(tmp_path: Path, ci: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tmp_path / "test_page.py").write_text("def test_page(browser):\n    pass\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        os.devnull,
        "-o",
        "markers=browser",
        "-q",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"CI": ci, "PATH": ""})
    assert done.stdout.splitlines()[-1].startswith(f"{outcome} in ")
    assert done.returncode == (1 if ci else 0)


@pytest.mark.skipif(os.name == "nt", reason="a file has no executable bit")
def test_continuous_integration_can_run_its_script() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
