"""Make the environment beside this file if it is not there yet, then run a task in it.

    python3 run.py [render] [OPTIONS]   render the collection into outputs/; `render --help` lists the options
    python3 run.py lab [OPTIONS]        open JupyterLab on the first notebook; options go to JupyterLab
    python3 run.py test [OPTIONS]       check style and types and run every test; options go to pytest
    python3 run.py audit [OPTIONS]      look for known vulnerabilities of the locked packages; options go to pip-audit
    python3 run.py refresh [OPTIONS]    run the committed notebooks again and save them
    python3 run.py lock [OPTIONS]       renew the two .lock files from pyproject.toml; needs uv; try --upgrade

The environment is .venv. It holds what requirements.lock lists (for `test` and `audit`: requirements-test.lock), each
file checked by its hash, and is made anew when those files, pyproject.toml, this folder's place or the Python that runs
this change.
"""

# This file is read by any Python 3.6 or newer, so that an old one gets a message and not a SyntaxError.

import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
STAMP = VENV / "stamp.txt"
LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
OLDEST = (3, 11)
SIZE = "600 MB (900 MB for the tests)"
CHECKS = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
# Are the packages there without which nothing works? Looked up and not imported: 0.05 s, and no code of ours is run.
PROBE = "import sys, importlib.util as u; sys.exit(None in map(u.find_spec, ['vietdiplo', 'numpy', 'jupyterlab']))"
# Another environment's packages must not come before the locked ones.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}

# What pip and venv print when it is not their fault, and what to say then.
DISK = (
    "{root}: the disk is full ({free} MB free, {temporary} MB for temporary files); the environment takes {size}. "
    "Make room, or name another folder for temporary files in TMPDIR, and run the same command again."
)
NETWORK = (
    "no network: pip could not fetch the packages ({last}). Check the connection; a proxy is named in HTTPS_PROXY, a "
    "mirror in PIP_INDEX_URL, an organisation's certificate in PIP_CERT. Then run the same command again."
)
ENSUREPIP = (
    "{python}: this Python {version} has no ensurepip and so cannot make an environment. Install it (Debian and "
    "Ubuntu: sudo apt install python{version}-venv) and run the same command again."
)
OTHER = (
    "{step} failed:\n{tail}\nrun.py: delete {venv} and run the same command again; if it fails again, the lines above "
    "say why, and an issue with them helps."
)
SIGNS = {
    DISK: ("No space left on device", "Disk quota exceeded", "not enough space on the disk"),
    OTHER: ("DO NOT MATCH THE HASHES",),
    NETWORK: ("connection broken by", "Failed to establish a new connection", "Max retries exceeded", "Read timed out"),
    ENSUREPIP: ("ensurepip is not available", "No module named ensurepip"),
}


class SetupError(Exception):
    """What stops the set-up: the place, the value and the remedy in one paragraph."""


def main(arguments: "list[str]") -> int:
    """Run the task that the arguments name and return its exit status; say in one paragraph what stopped it."""
    try:
        check_python(tuple(sys.version_info[:3]))
        if arguments in (["-h"], ["--help"]):
            print(__doc__)
            return 0
        named = bool(arguments) and not arguments[0].startswith("-")
        task, options = (arguments[0], arguments[1:]) if named else ("render", arguments)
        if task not in TASKS:
            raise SetupError(f"{task!r} is not a task; use one of {', '.join(TASKS)}")
        return TASKS[task](options)
    except SetupError as error:
        print(f"run.py: {error}", file=sys.stderr)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None))
        print(f"run.py: {fill_message(DISK) if full else error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def check_python(version: "tuple[int, ...]") -> None:
    """Refuse a Python that is too old for the packages."""
    if version < OLDEST:
        have, need = ".".join(map(str, version)), ".".join(map(str, OLDEST))
        raise SetupError(
            f"{sys.executable}: this is Python {have}, and {need} or newer is needed. Install one with your system's "
            f"package manager or from python.org and name it: python{need} run.py"
        )


def render(options: "list[str]") -> int:
    """Render the collection."""
    make_environment(LOCK)
    return call([PYTHON, "-m", "vietdiplo", "run", *options])


def refresh(options: "list[str]") -> int:
    """Run the committed notebooks again and save them."""
    make_environment(LOCK)
    return call([PYTHON, "-m", "vietdiplo", "refresh", *options])


def lab(options: "list[str]") -> int:
    """Open JupyterLab on the first notebook."""
    make_environment(LOCK)
    notebooks = sorted(map(str, (ROOT / "notebooks").glob("*.ipynb")))
    # JupyterLab shows the committed figures, which are SVG, only of notebooks that are trusted here.
    call([PYTHON, "-m", "nbformat.sign", *notebooks])
    # It listens on this machine only, so that root, the usual user of a container, is no reason to refuse.
    place = ["--allow-root", f"--ServerApp.root_dir={ROOT}"]
    place += ["--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"]
    return call([PYTHON, "-m", "jupyterlab", *place, *options])


def test(options: "list[str]") -> int:
    """Check style and types and run the tests; every step runs, and the first that fails gives the status."""
    make_environment(TEST_LOCK)
    # The floor of coverage is for the whole suite; options may choose a part of it.
    steps = [*CHECKS, ["pytest", *(options or ["--cov=vietdiplo"])]]
    failed = {}
    for step in steps:
        say(" ".join(step))
        status = call([PYTHON, "-m", *step], ROOT)
        if status:
            failed[" ".join(step)] = status
    if failed:
        say(f"failed: {', '.join(failed)}")
    return next(iter(failed.values()), 0)


def audit(options: "list[str]") -> int:
    """Look for known vulnerabilities of what the lock files list."""
    make_environment(TEST_LOCK)
    return call([PYTHON, str(ROOT / ".ci" / "audit.py"), LOCK, TEST_LOCK, *options], ROOT)


def lock(options: "list[str]") -> int:
    """Renew the lock files; versions stay where pyproject.toml allows, unless the options say --upgrade."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetupError("lock: there is no uv on the PATH; install it (pip install uv) and run the same command again")
    compile_lock = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    compile_lock += ["--no-annotate", "--custom-compile-command", "python3 run.py lock", "--group", "build", *options]
    status = call([*compile_lock, "--extra", "test", "-o", TEST_LOCK, "pyproject.toml"], ROOT)
    return status or call([*compile_lock, "-c", TEST_LOCK, "-o", LOCK, "pyproject.toml"], ROOT)


TASKS = {"render": render, "lab": lab, "test": test, "audit": audit, "refresh": refresh, "lock": lock}


def make_environment(name: str) -> None:
    """Make .venv hold what a lock file lists, unless it does; a broken, half-made or outdated one is made anew."""
    if is_ready(name):
        return
    started = time.monotonic()
    if is_ready(LOCK):
        say(f"adding what only {name} lists to .venv, {SIZE}")
        STAMP.unlink()  # an interruption from here on leaves a half-made environment
    else:
        say(f"making .venv{' anew' if VENV.exists() else ''}, {SIZE}; a minute or two, only this once")
        if importlib.util.find_spec("ensurepip") is None:
            raise SetupError(fill_message(ENSUREPIP))
        # A Python of the very environment that is to be cleared would go with it.
        base = getattr(sys, "_base_executable", None) or sys.executable
        run_step("making .venv", [base, "-m", "venv", "--clear", str(VENV)])
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps"]
    run_step(f"installing {name}", [*pip, "--require-hashes", "-r", name])
    run_step("installing vietdiplo", [*pip, "--no-build-isolation", "-e", "."])
    STAMP.write_text("\n".join(hash_inputs(held) for held in {LOCK, name}), encoding="ascii")
    if not is_ready(name):
        raise SetupError(f"{VENV}: made anew, and its packages are still not found; delete the folder and run it again")
    say(f"environment ready after {time.monotonic() - started:.0f} s")


def is_ready(name: str) -> bool:
    """Tell whether .venv holds all that a lock file lists and its interpreter works."""
    try:
        stamped = hash_inputs(name) in STAMP.read_text(encoding="ascii").split()
        return stamped and subprocess.run([PYTHON, "-I", "-c", PROBE], stderr=subprocess.DEVNULL).returncode == 0
    except (OSError, UnicodeError):
        return False


def hash_inputs(name: str) -> str:
    """Hash what the environment depends on: the lock file, pyproject.toml, the Python and the place of the folder."""
    inputs = hashlib.sha256(f"{ROOT} {sys.implementation.cache_tag} {sys.platform}".encode())
    for file in (name, "pyproject.toml"):
        inputs.update((ROOT / file).read_bytes())
    return inputs.hexdigest()


def run_step(step: str, command: "list[str]") -> None:
    """Run a step of the set-up and show only that it goes on; raise SetupError with the reason if it fails."""
    lines = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
        cwd=str(ROOT),
        env=ENVIRONMENT,
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if sys.stderr.isatty() and line.startswith(("Collecting", "Processing")):
                print(f"\rrun.py: {step}: {line.split()[1][:50]:50}", end="\r", file=sys.stderr, flush=True)
    if process.returncode:
        raise SetupError(explain_failure(step, lines))


def explain_failure(step: str, lines: "list[str]") -> str:
    """Turn what a failed step printed into a message: what was wrong and what to do."""
    output = "\n".join(lines)
    # venv keeps to itself what stopped ensurepip.
    unsaid = DISK if min(find_free()) < 50 else OTHER
    message = next((text for text, signs in SIGNS.items() if any(sign in output for sign in signs)), unsaid)
    kept = [line for line in lines if line.strip()]
    return fill_message(message, step=step, tail="\n".join(kept[-15:]), last=(kept or ["it printed nothing"])[-1])


def find_free() -> "list[int]":
    """Find how many MB are free here and where temporary files go."""
    return [shutil.disk_usage(place).free // 10**6 for place in (str(ROOT), tempfile.gettempdir())]


def fill_message(message: str, **values: str) -> str:
    """Put the values of this machine into a message."""
    free, temporary = find_free()
    version = "{}.{}".format(*sys.version_info)
    machine = {"root": ROOT, "venv": VENV, "python": sys.executable, "version": version, "size": SIZE}
    return message.format(free=free, temporary=temporary, **machine, **values)


def call(command: "list[str]", folder: "Path | None" = None) -> int:
    """Run a command to its end and return its status; Ctrl-C is the command's to answer, and ours afterwards."""
    interrupted = False
    with subprocess.Popen(command, cwd=folder and str(folder), env=ENVIRONMENT) as process:
        while process.returncode is None:
            try:
                process.wait()
            except KeyboardInterrupt:
                interrupted = True
    if interrupted and process.returncode:
        raise KeyboardInterrupt
    if process.returncode == -9:
        say("ended by signal 9, most often because memory ran out; close other programs or try with --jobs 1")
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def say(text: str) -> None:
    """Print a line about what is being done, apart from what the task prints."""
    print(f"run.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
