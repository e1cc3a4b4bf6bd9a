"""A real PostgreSQL for tests: a database of its own in a temporary folder.

It listens on a socket in that folder alone and ends with the test. PostgreSQL does not
run as root: there it runs as `postgres`, or `nobody`. Tests are skipped where it is
missing, and fail there when CI is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

_DEBIAN = Path("/usr/lib/postgresql")
_USERS = ("postgres", "nobody")


def require_postgres() -> None:
    """Skips the test without a PostgreSQL server; fails instead under CI."""
    import pytest

    if _program("initdb") and _program("pg_ctl"):
        return
    if os.environ.get("CI"):
        pytest.fail("A PostgreSQL server is needed here")
    pytest.skip("No PostgreSQL server is installed")


class PostgresServer:
    """One running server; use it in a `with` block."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._data = self._folder / "data"
        self._user = _server_user()

    def __enter__(self) -> Self:
        if self._user:
            shutil.chown(self._folder, self._user)
        try:
            self._run("initdb", "--username=finance", "--auth=trust", "--no-sync")
            self._run(
                "pg_ctl",
                "start",
                "--wait",
                f"--log={self._folder / 'server.log'}",
                f"--options=-k {self._folder} -c listen_addresses='' -c fsync=off",
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def address(self) -> str:
        """Its address, as --engine takes it."""
        return f"postgresql:///postgres?host={self._folder}&user=finance"

    def fill(self, table: str, columns: dict[str, str], rows: list[Any]) -> None:
        """A new table with these typed columns and rows."""
        import psycopg
        from psycopg import sql

        typed = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
            for name, kind in columns.items()
        )
        name = sql.Identifier(*table.split("."))
        with psycopg.connect(self.address) as connection:
            cursor = connection.cursor()
            cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(name, typed))
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                for row in rows:
                    copy.write_row(row)

    def _run(self, program: str, *words: str) -> None:
        found = _program(program)
        assert found
        done = subprocess.run(
            [found, f"--pgdata={self._data}", *words],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            user=self._user,
            group=self._user and _group_of(self._user),
            extra_groups=[] if self._user else None,
            cwd=self._folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


def _program(name: str) -> str | None:
    """On the path, or where Debian keeps it: the newest version."""
    if found := shutil.which(name):
        return found
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3]))
    return str(versions[-1]) if versions else None


def _server_user() -> str | None:
    """Whom the server runs as when the tests run as root."""
    import pwd

    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _USERS if name in known)


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
