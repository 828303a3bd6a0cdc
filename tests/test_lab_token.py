"""JupyterLab as run.py starts it: it listens on this machine only and answers nobody without its token."""

import importlib.util
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from vietdiplo.texts.corpus import ROOT


def list_command(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the command with which run.py starts JupyterLab."""
    spec = importlib.util.spec_from_file_location("run_lab", ROOT / "run.py")
    assert spec is not None and spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    commands: list[list[str]] = []
    monkeypatch.setattr(run, "make_environment", lambda name: None)
    monkeypatch.setattr(run, "call", lambda command, folder=None: commands.append(command) or 0)
    assert run.main(["lab", "--no-browser", "--port=0"]) == 0
    return [sys.executable, *commands[-1][1:]]


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[re.Match[str]]:
    """The address that JupyterLab tells when it has started, with settings of nobody: its machine, port and token."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    log = tmp_path / "lab.log"
    command = list_command(monkeypatch)
    with log.open("w") as file, subprocess.Popen(command, cwd=tmp_path, env=kept | places, stderr=file) as server:
        try:
            yield wait_for_address(log, server)
        finally:
            server.terminate()
            server.wait(20)


def wait_for_address(log: Path, server: "subprocess.Popen[bytes]") -> re.Match[str]:
    for _ in range(600):
        found = re.search(r"http://([\w.]+):(\d+)/lab/tree/\S+\?token=(\w+)", log.read_text(encoding="utf-8"))
        if found and ask(int(found[2]), f"/api/status?token={found[3]}"):
            return found
        assert server.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def ask(port: int, path: str) -> int:
    """Ask for a path and give the status; 0 where nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except URLError:
        return 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the other addresses of its own machine at hand")
def test_nobody_is_answered_without_the_token_or_from_elsewhere(address: re.Match[str]) -> None:
    assert address[1] in ("localhost", "127.0.0.1")
    assert len(address[3]) >= 32
    port = int(address[2])
    assert [ask(port, path) for path in ("/api/contents", "/api/kernels", "/api/terminals")] == [403, 403, 403]
    assert ask(port, f"/api/contents?token={address[3]}") == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)
