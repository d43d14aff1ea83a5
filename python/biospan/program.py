"""The command-line program."""

from __future__ import annotations

import signal
import sys

from . import _biospan


def main() -> int:
    """Runs the program with the arguments of this process and returns its exit code."""
    # An interrupt ends the program at once; Python would wait until it runs again.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _biospan.main(["biospan", *sys.argv[1:]])
