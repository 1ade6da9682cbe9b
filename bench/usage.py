"""Runs a command and prints what it used: `python -m bench.usage COMMAND…`.

A small program on purpose, see `bench.processes.measured`.
"""

import json
import os
import sys


def main(command: list[str]) -> int:
    """Run the command, whose output goes to standard error; return its exit status."""
    to_error = [(os.POSIX_SPAWN_DUP2, sys.stderr.fileno(), sys.stdout.fileno())]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=to_error)
    _, status, used = os.wait4(pid, 0)
    usage = {"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}
    sys.stdout.write(json.dumps(usage))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
