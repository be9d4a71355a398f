#!/bin/sh
# Every portal container starts here: wait until the database answers, then become the command.
set -eu
python manage.py wait_for_database
exec "$@"
