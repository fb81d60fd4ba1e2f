"""The command `fundflow`: assembles the doors and turns every error into one line and an exit code."""

import io
import os
import sys


def main() -> None:
    """Run the command line; exits 0 done, 1 refused or problems found, 2 wrong usage."""
    from fundflow.cli import run  # noqa: PLC0415 - the command line is assembled only when it is asked for

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no pound sign still gets its answer
    try:
        code = run(sys.argv[1:])
        if sys.stdout is not None:  # a program may start us without one
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise SystemExit(code)


if __name__ == "__main__":
    main()
