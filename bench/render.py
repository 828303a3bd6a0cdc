"""Compare `vietdiplo run` on the seeds with the notebooks' code in one plain process, in turn, and print the ratio.

    .venv/bin/python bench/render.py [RUNS]

Wall-clock seconds of whole processes; the ratio is of each pair, so that a machine that slows down slows both.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = 1.5


def time_command(*command: str) -> float:
    """Run a command that must succeed and give its wall-clock seconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print the medians of both and of their ratio; the status is 1 where it is above the target."""
    with tempfile.TemporaryDirectory() as folder:
        site = ("-m", "vietdiplo", "run", "--out", f"{folder}/site")
        plain = (str(ROOT / "bench/plain.py"), str(ROOT / "seeds"), f"{folder}/plain")
        time_command(*site), time_command(*plain)  # warm: compiled modules and files in memory
        pairs = [(time_command(*site), time_command(*plain)) for _ in range(runs)]
    ratios = [a / b for a, b in pairs]
    for name, values in {"vietdiplo run": [a for a, _ in pairs], "plain script": [b for _, b in pairs]}.items():
        print(f"{name:14} median {statistics.median(values):.2f} s, {min(values):.2f} to {max(values):.2f}")
    median = statistics.median(ratios)
    print(f"ratio          median {median:.2f}, {min(ratios):.2f} to {max(ratios):.2f}; target at most {TARGET}")
    sys.exit(median > TARGET)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
