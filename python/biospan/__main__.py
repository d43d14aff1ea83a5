"""``python -m biospan`` is the command-line program."""

import sys

from .program import main

sys.exit(main())
