"""What became of a run."""

from typing import NamedTuple

from vietdiplo.publish.pages import Page
from vietdiplo.publish.plan import Run
from vietdiplo.tables import Problem


class Outcome(NamedTuple):
    """What became of a run: where its site is, the pages, the texts that were left out, and what its PDF lacks."""

    run: Run
    pages: list[Page]
    left_out: list[Problem]
    unprinted: str = ""

    @property
    def failed(self) -> list[Page]:
        """The pages whose notebook failed."""
        return [page for page in self.pages if page.failure]
