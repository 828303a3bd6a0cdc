"""The audit of the locked packages, with what pip-audit prints taken for granted. Nothing here reaches a network."""

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from vietdiplo.texts.corpus import ROOT

LOCKS = ["requirements.lock", "requirements-test.lock"]
FOUND = {"id": "PYSEC-1", "aliases": ["CVE-1", "GHSA-1"], "fix_versions": ["3.1.3"], "description": "x"}
CLEAN = {"name": "numpy", "version": "2.0", "vulns": []}
BROKEN = {"name": "jinja2", "version": "3.1.0", "vulns": [FOUND]}
UNKNOWN = {"name": "lunar-vn", "skip_reason": "Dependency not found on PyPI and could not be audited: lunar-vn (1.4)"}
SAID = "audit: jinja2 3.1.0: PYSEC-1 CVE-1 GHSA-1, mended in 3.1.3; "


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ACCEPTED", tmp_path / "accepted.csv")
    module.ACCEPTED.write_text("id,until,reason\n", encoding="utf-8")
    return module


def run(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, stdout: str, stderr: str = "", returncode: int = 1
) -> tuple[int, list[str]]:
    """Run the audit with what pip-audit would print; give the status and the command."""
    commands: list[list[str]] = []

    def answer(command: list[str], **_: Any) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(stdout=stdout, stderr=stderr, returncode=returncode)

    monkeypatch.setattr(subprocess, "run", answer)
    return audit.main([*LOCKS, "-s", "osv"]), commands[0][1:]


def report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_vulnerability_fails_and_is_named(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, command = run(audit, monkeypatch, report(CLEAN, BROKEN, UNKNOWN))
    assert status == 1
    assert command[-7:] == ["--disable-pip", "-r", LOCKS[0], "-r", LOCKS[1], "-s", "osv"]
    assert capsys.readouterr().err.splitlines() == [
        f"{SAID}renew the locks, or accept it in accepted.csv",
        "audit: packages looked up: 2, vulnerabilities that nobody has accepted: 1; not known there: lunar-vn",
    ]


def test_none_is_no_failure(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(audit, monkeypatch, report(CLEAN))[0] == 0
    assert capsys.readouterr().err == "audit: packages looked up: 1, vulnerabilities that nobody has accepted: 0\n"


@pytest.mark.parametrize(("until", "status"), [("9999-12-31", 0), ("2000-01-01", 1)])
def test_one_that_is_accepted_passes_until_its_day(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], until: str, status: int
) -> None:
    audit.ACCEPTED.write_text(f"id,until,reason\nCVE-1,{until},no template of ours\n", encoding="utf-8")
    assert run(audit, monkeypatch, report(BROKEN))[0] == status
    assert capsys.readouterr().err.startswith(SAID + ("renew" if status else "accepted: no template of ours\n"))


def test_a_service_that_cannot_be_reached_is_said_in_a_sentence(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stderr = "Traceback …\nrequests.exceptions.ConnectionError: Max retries exceeded with url: /v1/query"
    assert run(audit, monkeypatch, "", stderr)[0] == 0
    said = "audit: the advisory service cannot be reached, so no package was looked up\n"
    assert capsys.readouterr().err == said


def test_a_service_that_knows_no_package_is_not_taken_for_a_clean_bill(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(audit, monkeypatch, report(UNKNOWN))[0] == 0
    said = "audit: the advisory service knows none of the 1 packages, so none was looked up\n"
    assert capsys.readouterr().err == said


def test_any_other_failure_is_one(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(audit, monkeypatch, "", "No module named pip_audit")[0] == 1
    assert capsys.readouterr().err == "audit: pip-audit failed:\nNo module named pip_audit\n"


def test_an_error_that_the_service_answers_is_a_failure(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stderr = "requests.exceptions.HTTPError: 500 Server Error\npip_audit._service.interface.ServiceError"
    assert run(audit, monkeypatch, "", stderr)[0] == 1
    assert capsys.readouterr().err == f"audit: pip-audit failed:\n{stderr}\n"


def test_a_connection_that_times_out_is_no_failure(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed\nERROR:pip_audit._cli:Tip: your"
    assert run(audit, monkeypatch, "", stderr)[0] == 0


@pytest.mark.parametrize("status", [0, 1])
def test_what_an_option_asks_in_another_form_is_shown(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    assert run(audit, monkeypatch, "usage: pip-audit\n", "Found 1", status)[0] == status
    said = capsys.readouterr()
    assert said.out == "usage: pip-audit\n"
    assert said.err == ("audit: pip-audit failed:\nFound 1\n" if status else "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("CVE-1,31.12.2999,why", "CVE-1: until '31.12.2999' for 'why'"),
        ("CVE-1,9,why", "CVE-1: until '9' for 'why'"),
        ("CVE-1", "CVE-1: until '' for ''"),
        ("CVE-1,9999-12-31", "CVE-1: until '9999-12-31' for ''"),
    ],
)
def test_a_line_without_a_day_or_a_reason_accepts_nothing(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    audit.ACCEPTED.write_text(f"id,until,reason\n{line}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        run(audit, monkeypatch, report(BROKEN))
    remedy = "give it an id, a day as 2026-12-31 and a reason"
    assert ended.value.code == f"audit: accepted.csv: {said}; {remedy}"


def test_what_is_accepted_has_a_day_and_a_reason() -> None:
    head, *lines = (ROOT / ".ci" / "accepted.csv").read_text(encoding="utf-8").splitlines()
    assert head == "id,until,reason"
    assert [line for line in lines if not all(line.split(",", 2))] == []


def test_continuous_integration_runs_the_audit_and_fails_if_either_does(tmp_path: Path) -> None:
    """With an interpreter that tells its arguments and fails as it is told."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_bytes((ROOT / ".ci" / "run").read_bytes())
    (tmp_path / "bin").mkdir()
    for name, body in {"python3": 'echo "$*"; [ "$2" != "$FAILS" ]', "chromium": ""}.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    for fails, status in {"test": 1, "audit": 1, "": 0}.items():
        command = ["bash", str(tmp_path / ".ci" / "run"), "-k", "dates"]
        environment = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "FAILS": fails}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.stdout.splitlines() == ["run.py test -k dates", "run.py audit"]
        assert done.returncode == status
