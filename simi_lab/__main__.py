"""`python -m simi_lab` is the command `simi-lab`."""

from __future__ import annotations

import sys

from simi_lab.cli import main

if __name__ == "__main__":
    sys.exit(main())
