"""The public door: the same code base as another process, with its own addresses, apps, database and files.

Chosen by ``DX_DOOR=1``. Nothing here knows how to reach the intranet's database: what joins the two are bundles.
"""

import os

os.environ["DX_DOOR"] = "1"

from csp.constants import NONE, SELF  # noqa: E402  (the switch has to be set first)

from minato_dx.settings.base import *  # noqa: E402, F403  (likewise)
from minato_dx.settings.base import (  # noqa: E402  (likewise)
    ALLOWED_HOSTS,
    DATA_DIR,
    DEBUG,
    DEMO,
    DOOR_DATABASE,
    PRODUCTION,
    SECRET_KEY,
    TEMPLATES,
    env,
)
from minato_dx.settings.guards import refuse_unsafe_production  # noqa: E402  (likewise)

ROOT_URLCONF = "minato_dx.urls_public"
INSTALLED_APPS = [
    "minato_dx.door",
    "minato_dx.core",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
]
MIDDLEWARE = [
    "minato_dx.core.middleware.SecureHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "minato_dx.door.context_processors.door",
            ],
            "builtins": ["minato_dx.core.templatetags.portal_ui"],
        },
    },
]
# The default is nothing: whatever would ask it is a mistake and fails.
DATABASES = {"default": {}, "door": DOOR_DATABASE}
AUTHENTICATION_BACKENDS = []  # nobody signs in here
CSRF_FAILURE_VIEW = "minato_dx.door.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
# A cookie of its own name: side by side on one machine, the two must not undo each other's.
CSRF_COOKIE_NAME = "__Host-doorcsrf" if env.bool("DX_HTTPS", default=PRODUCTION) else "doorcsrf"
EMAIL_FILE_PATH = DATA_DIR / "door" / "mail"
CELERY_TASK_ALWAYS_EAGER = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

refuse_unsafe_production(
    production=PRODUCTION,
    debug=DEBUG,
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    engine=DOOR_DATABASE["ENGINE"],
    demo=DEMO,
)
