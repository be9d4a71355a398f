#!/usr/bin/env python
"""Run administrative commands of the portal."""

import os
import sys

from minato_dx.settings import chosen


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen())
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
