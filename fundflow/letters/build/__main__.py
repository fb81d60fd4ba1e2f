"""`python -m fundflow.letters.build [FOLDER]`: write the shipped templates."""

import sys
from pathlib import Path

from fundflow import settings
from fundflow.letters.build import build

target = Path(sys.argv[1]) if len(sys.argv) > 1 else settings.data_root() / "letters"
sys.stdout.write(f"{len(build(target))} templates written to {target}\n")
