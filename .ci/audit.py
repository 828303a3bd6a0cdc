"""Look for known vulnerabilities of what lock files list; the status is 1 if there is one that nobody has accepted.

    python .ci/audit.py LOCK... [OPTIONS]   options go to pip-audit; what it says in another form is shown as it is

Where the service cannot be reached or knows no package, as behind a mirror, that is said and is no failure. The file
accepted.csv lists the vulnerabilities that we live with: `id`, `until`, the last day (2026-12-31), and `reason`.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ACCEPTED = Path(__file__).parent / "accepted.csv"
COLUMNS = ("id", "until", "reason")
COMMAND = (sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--require-hashes")
# What pip-audit prints where the service cannot be reached or does not answer; an error that it answers is a failure.
UNREACHABLE = ("ConnectionError", "Could not connect to", "Max retries exceeded", "ReadTimeout")


def main(arguments: Sequence[str]) -> int:
    """Look up the packages of the lock files and say what is known of them."""
    accepted = load_accepted(ACCEPTED, datetime.now(UTC).date())
    locks = [part for name in arguments if name.endswith(".lock") for part in ("-r", name)]
    options = [name for name in arguments if not name.endswith(".lock")]
    # Without pip: the locks name every package, so that nothing is resolved or installed.
    done = subprocess.run([*COMMAND, "--disable-pip", *locks, *options], capture_output=True, encoding="utf-8")
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print(done.stdout, end="", flush=True)  # the help or a table, as the options ask
        if done.returncode == 0:
            return 0
        if any(sign in done.stderr for sign in UNREACHABLE):
            say("the advisory service cannot be reached, so no package was looked up")
            return 0
        say(f"pip-audit failed:\n{done.stderr.strip()[-2000:]}")
        return 1
    return report_packages(packages, accepted)


def report_packages(packages: Sequence[Mapping[str, Any]], accepted: Mapping[str, str]) -> int:
    """Say what is known of each package; 1 if that is a vulnerability without a reason to accept it."""
    known = [package for package in packages if "skip_reason" not in package]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if not known:
        say(f"the advisory service knows none of the {len(packages)} packages, so none was looked up")
        return 0
    found = [(said, reason) for package in known for said, reason in describe_package(package, accepted)]
    for said, reason in found:
        say(f"{said}; {f'accepted: {reason}' if reason else f'renew the locks, or accept it in {ACCEPTED.name}'}")
    failed = sum(not reason for _, reason in found)
    without = f"; not known there: {', '.join(unknown)}" if unknown else ""
    say(f"packages looked up: {len(known)}, vulnerabilities that nobody has accepted: {failed}{without}")
    return 1 if failed else 0


def describe_package(package: Mapping[str, Any], accepted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Describe each vulnerability of a package, with the reason to accept it, empty if there is none."""
    for found in package["vulns"]:
        names = [found["id"], *found.get("aliases", [])]
        mended = ", ".join(found["fix_versions"]) or "no version yet"
        reason = next((accepted[name] for name in names if name in accepted), "")
        yield f"{package['name']} {package['version']}: {' '.join(names)}, mended in {mended}", reason


def load_accepted(path: Path, today: date) -> dict[str, str]:
    """Load the reason for each vulnerability that is accepted, as long as its last day is not over."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return {line["id"]: line["reason"] for line in lines if _read_day(path, line) >= today}


def _read_day(path: Path, line: Mapping[str, str | None]) -> date:
    """Read the last day of a line. Ends the program where the line lacks one or anything else."""
    known = {name: line.get(name) or "" for name in COLUMNS}
    try:
        if all(known.values()):
            return date.fromisoformat(known["until"])
    except ValueError:
        pass
    said = f"{path.name}: {known['id']}: until '{known['until']}' for '{known['reason']}'"
    sys.exit(f"audit: {said}; give it an id, a day as 2026-12-31 and a reason")


def say(text: str) -> None:
    """Say a line, apart from what the tests print."""
    print(f"audit: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
