"""A Chromium for the tests that need one, no silent skip of them in continuous integration, no test by the clock."""

import os
import shutil
import sys
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# No sandbox, because a container's root has none; nothing else than the page may reach for the network.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A process takes one file at a time: what takes minutes begins first, so that none works alone at the end.
SLOW = (
    *("test_faults", "test_render", "test_annotate", "test_safe", "test_reproducible", "test_fuzz", "test_lab"),
    *("test_site_reading", "test_site", "test_terms_notebook", "test_timeline", "test_segment", "test_setup"),
)

# What a forked process runs never reaches the report of coverage: it need not be traced.
os.register_at_fork(after_in_child=lambda: sys.settrace(None))

settings.register_profile("any_machine", deadline=None)  # a busy machine is no fault
settings.load_profile("any_machine")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no Chromium: none of {', '.join(BROWSERS)} is on the PATH (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: SLOW.index(item.path.stem) if item.path.stem in SLOW else len(SLOW))
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.get_closest_marker("browser") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}; with CI=true a browser test that is skipped has failed"
    return report
