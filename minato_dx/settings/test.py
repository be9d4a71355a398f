"""Settings of the test run: nothing of the machine's own installation is read or written.

``DATABASE_URL`` and ``REDIS_URL`` are taken from the environment, so that the same tests run on both databases.
"""

import atexit
import os
import shutil
import tempfile

_PORTAL_VARIABLES = {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_URL"}
for _name in [name for name in os.environ if name.startswith("DX_") or name in _PORTAL_VARIABLES]:
    del os.environ[_name]
_scratch = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.makedirs(os.path.join(_scratch, "static"))  # WhiteNoise warns where there is none
os.environ["DX_DATA_DIR"] = _scratch
os.environ["DX_ENV_FILE"] = os.devnull
# Each of the test runner's workers has a Redis database of its own, counted downwards from the one given.
if os.environ.get("REDIS_URL") and os.environ.get("PYTEST_XDIST_WORKER"):
    _server, _, _number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{_server}/{int(_number) - int(os.environ['PYTEST_XDIST_WORKER'].removeprefix('gw'))}"

from minato_dx.settings.base import *  # noqa: E402, F403  (the environment has to be clean first)
from minato_dx.settings.base import DATABASES, DOOR_DATABASE, INSTALLED_APPS, STORAGES  # noqa: E402  (likewise)

# The tests see both sides of the exchange at once, each with its own database.
INSTALLED_APPS = [*INSTALLED_APPS, "minato_dx.door"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DOOR_DATABASE = {**DATABASES["default"], "NAME": f"{DATABASES['default']['NAME']}_door"}
# Made from the models: of all the migrations it needs those of one app, which tests/door runs in a process of its own.
DATABASES["door"] = {**DOOR_DATABASE, "TEST": {"MIGRATE": False}}

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests that want a real worker ask for the fixture celery_worker.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# Page tests need no collectstatic; tests/deployment checks the manifest.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
for _database in DATABASES.values():
    if _database["ENGINE"] == "django.db.backends.sqlite3":
        _database["OPTIONS"]["init_command"] = "PRAGMA foreign_keys=ON;"
