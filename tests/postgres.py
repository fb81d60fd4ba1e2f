"""A PostgreSQL server for one test process: started from the machine's binaries, and never left behind."""

import getpass
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")

OPTIONS = (
    "-c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off "
    "-c max_connections=100 -c shared_buffers=32MB -c max_wal_size=256MB"
)

SCRIPT = """
set -e
cd "$2"
"$1/initdb" -D data -U "$3" --auth=trust --no-sync -E UTF8 >initdb.log 2>&1 || { cat initdb.log; exit 1; }
"$1/pg_ctl" -D data -l log -w -t 120 -o "$4 -c unix_socket_directories=$2" start >start.log 2>&1 || { cat start.log log; exit 1; }
echo ready
cat >/dev/null
"$1/pg_ctl" -D data -m immediate -t 60 stop >/dev/null 2>&1 || true
rm -rf "$2" 2>/dev/null || true
"""
"""It waits at `cat` until the process that started it closes the pipe, or dies in any way: then the server goes too."""


class Missing(Exception):  # noqa: N818 - what the machine lacks
    """This machine cannot run a PostgreSQL for tests; the text says what it lacks."""


@dataclass(frozen=True)
class Server:
    """A running server: where its socket is, and the process that looks after it."""

    folder: Path
    owner: str
    keeper: subprocess.Popen[str]

    @classmethod
    def start(cls) -> "Server":
        """Make a cluster and start it; as root under the user that Debian's package makes, as PostgreSQL refuses root."""
        binaries, owner = _binaries(), _owner()
        folder = Path(tempfile.mkdtemp(prefix="fundflow-pg-", dir="/tmp"))  # short: a socket's path has 107 characters
        as_owner = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        if as_owner:
            shutil.chown(folder, user=owner)
        keeper = subprocess.Popen(
            ["sh", "-c", SCRIPT, "sh", str(binaries), str(folder), owner, OPTIONS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests; the server goes when they are done
            **as_owner,
        )
        assert keeper.stdout is not None
        first = keeper.stdout.readline()
        if first != "ready\n":
            said = first + keeper.stdout.read()
            shutil.rmtree(folder, ignore_errors=True)
            raise RuntimeError(f"PostgreSQL did not start:\n{said}")
        return cls(folder, owner, keeper)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{self.owner}@/{name}?host={self.folder}"

    def stop(self) -> None:
        """Stop it and remove its files; whatever goes wrong then is no test's failure."""
        for pipe in (self.keeper.stdin, self.keeper.stdout):
            assert pipe is not None
            pipe.close()
        self.keeper.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _binaries() -> Path:
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    elsewhere = shutil.which("initdb")
    if not found and not elsewhere:
        raise Missing("PostgreSQL's server binaries (initdb) are not on this machine")
    if importlib.util.find_spec("psycopg") is None:
        raise Missing("psycopg is not installed (the extra 'postgres')")
    return (found[-1] if found else Path(str(elsewhere))).parent


def _owner() -> str:
    if os.getuid() != 0:
        return getpass.getuser()
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise Missing("PostgreSQL does not run as root, and there is no user 'postgres' to run it") from None
