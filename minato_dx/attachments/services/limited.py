"""Run as a program: sets the limits given first, and becomes the command that follows.

``limited.py CPU_SECONDS MEMORY_BYTES FILE_BYTES command…``
"""

import os
import resource
import sys


def main(arguments: list[str]) -> None:
    seconds, memory, file_size = (int(number) for number in arguments[:3])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(arguments[3], arguments[3:])  # noqa: S606  (the city's own command, without a shell)


if __name__ == "__main__":
    main(sys.argv[1:])
