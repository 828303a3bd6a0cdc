"""The Chromium that is installed, as a program that turns a page into a PDF."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from vietdiplo.tables import VietdiploError

CHOSEN = "VIETDIPLO_CHROMIUM"  # the environment's variable that names the program to print with
PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
# Nothing is asked of a network. The agent becomes the creator that the PDF names; Chromium's own tells the system.
FLAGS = (
    "--headless",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--user-agent=vietdiplo",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
)


class PdfError(VietdiploError):
    """A site that could not be printed, or not as it should be."""


def find_browser() -> Path:
    """Find a Chromium or a browser made from it: the chosen one, on the PATH, or where it is usually installed.

    Raises PdfError with what was looked for.
    """
    chosen = os.environ.get(CHOSEN, "")
    for program in [chosen] if chosen else [*PROGRAMS, *map(os.path.expandvars, PLACES)]:
        found = shutil.which(program)
        if found:
            return Path(found)
    reason = f"{CHOSEN} is '{chosen}', which is no program" if chosen else f"none of {', '.join(PROGRAMS)} is there"
    remedy = f"install Chromium or Chrome (Debian: apt install chromium) or name its program in {CHOSEN}"
    raise PdfError(f"--pdf: {reason}; {remedy}, and run again")


def print_page(browser: Path, page: Path, to: Path, seconds: float) -> None:
    """Print a page of a folder that is there for it alone: the profile and what the browser says stay there too.

    Raises PdfError if there is no whole PDF after so many seconds.
    """
    said = page.parent / "said.txt"
    # A profile of its own: a browser that is running would open the page in a window. Root has no sandbox.
    own = [f"--user-data-dir={page.parent / 'profile'}", *(["--no-sandbox"] if _is_root() else [])]
    command = [str(browser), *FLAGS, *own, f"--print-to-pdf={to}", page.as_uri()]
    with said.open("wb") as file:
        is_done = _run_command(command, file.fileno(), seconds)
    if not is_done:
        remedy = "print fewer notebooks (--notebook), or look whether the browser starts at all, and run again"
        raise PdfError(f"--pdf: {browser.name} had not finished after {seconds:.0f} seconds; {remedy}")
    if not to.is_file() or b"%%EOF" not in to.read_bytes()[-32:]:
        reason = _find_reason(said.read_text(encoding="utf-8", errors="replace").splitlines())
        remedy = f"look whether it starts, make room on the disk, or name another program in {CHOSEN}"
        raise PdfError(f"--pdf: {browser.name} printed nothing: {reason}; {remedy}, and run again")


def _run_command(command: Sequence[str], said: int, seconds: float) -> bool:
    """Run a program and tell whether it ended in time; what it started does not outlive it."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with its children; Windows knows no groups of them, and a browser's children end with it."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # macOS permits no signal to those that have ended
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _find_reason(lines: Sequence[str]) -> str:
    """Find why a browser ended: its last words, and of these the fatal ones."""
    spoken = [line.strip() for line in lines if line.strip()]
    fatal = [line for line in spoken if "FATAL" in line]
    return f"'{(fatal or spoken)[-1]}'" if spoken else "it said nothing"
