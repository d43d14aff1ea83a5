"""The command-line program in the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest


def program() -> list[str]:
    found = shutil.which("biospan", path=sysconfig.get_path("scripts"))
    assert found, "the program is installed beside Python"
    return [found]


@pytest.mark.parametrize("start", [program, lambda: [sys.executable, "-m", "biospan"]])
@pytest.mark.parametrize(
    ("arguments", "code", "out", "error"),
    [
        (["--version"], 0, "biospan 0.", ""),
        (["dict", "lookup", "MONDO:0008383"], 0, "rheumatoid arthritis", ""),
        (["dict", "lookup", "no such name at all"], 1, "unknown", ""),
        (["annotate", "no-such-file"], 2, "", "biospan: no-such-file"),
        (["frobnicate"], 2, "", "biospan: unrecognized subcommand"),
    ],
)
def test_the_program_answers_and_says_how_it_ended(
    start: object, arguments: list[str], code: int, out: str, error: str, tmp_path: Path
) -> None:
    assert callable(start)
    ran = subprocess.run([*start(), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stderr
    assert out in ran.stdout
    assert error in ran.stderr


def test_standard_input_is_read_and_all_of_the_output_comes() -> None:
    ran = subprocess.run(
        [*program(), "annotate", "-"], input="Asthma hurts.", capture_output=True, text=True, check=True
    )
    assert '"MONDO:' in ran.stdout
    assert ran.stdout.endswith("}\n")
