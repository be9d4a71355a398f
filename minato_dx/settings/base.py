"""Everything comes from the environment; nothing set means the embedded default on SQLite."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from minato_dx.settings.databases import database
from minato_dx.settings.guards import refuse_unsafe_production
from minato_dx.settings.local_key import read_or_create_key

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
# An installation may keep its variables in a file beside the code; real variables win.
ENV_FILE = Path(env.str("DX_ENV_FILE", default=str(BASE_DIR / ".env")))
if ENV_FILE.is_file():
    environ.Env.read_env(ENV_FILE)

PRODUCTION = env.bool("DX_PRODUCTION", default=False)
DEMO = env.bool("DX_DEMO", default=False)
# On in the public door's process, which settings/door.py describes.
DOOR = env.bool("DX_DOOR", default=False)
DATA_DIR = Path(env.str("DX_DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else read_or_create_key(DATA_DIR))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_URL = env.str("DX_PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")

# --- Applications, lowest layer last -------------------------------------------------------------
INSTALLED_APPS = [
    "minato_dx.portal",
    "showcase",
    "proposals",
    "consultations",
    "leaders",
    "minato_dx.scheduling",
    "minato_dx.notifications",
    "minato_dx.attachments",
    "minato_dx.exchange",
    "minato_dx.reference",
    "minato_dx.organization",
    "minato_dx.core",
    "minato_dx.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "minato_dx.core.middleware.SecureHeadersMiddleware",  # first, so that no answer leaves without its headers
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minato_dx.organization.middleware.TrustedHeaderMiddleware",
    "minato_dx.organization.middleware.IdleSessionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "minato_dx.organization.middleware.ForcedPasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "minato_dx.urls"
WSGI_APPLICATION = "minato_dx.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minato_dx.portal.context_processors.navigation",
            ],
            "builtins": ["minato_dx.core.templatetags.portal_ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("portal",)
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

# --- Database: SQLite where nothing is said, PostgreSQL for real use -----------------------------------
DATABASES = {"default": database(env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"))}
# The public door's own: the intranet neither opens it nor is told where it is (see settings/door.py).
DOOR_DATABASE = database(env.db("DX_DOOR_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'door.sqlite3'}"))
DATABASE_ROUTERS = ["minato_dx.door.router.DoorRouter"]

# --- Signing in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "minato_dx.organization.backends.FirstLoginBackend",
    "minato_dx.organization.backends.StaffBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("staff_number", "kana", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A header set by the city's sign-in proxy, for example HTTP_X_REMOTE_STAFF; believed only from these addresses.
REMOTE_USER_HEADER = env.str("DX_REMOTE_USER_HEADER", default="")
REMOTE_USER_ADDRESSES = env.list("DX_REMOTE_USER_ADDRESSES", default=[])
FIRST_LOGIN_DAYS = 14

AXES_FAILURE_LIMIT = env.int("DX_LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "minato_dx.organization.lockout.locked_out_response"
AXES_USERNAME_FORM_FIELD = "username"
# The administrators see lock-outs in Japanese, under 組織と職員.
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "minato_dx.core.client_address.client_address"
# How many proxies of our own stand before the portal; each appends the caller's address to X-Forwarded-For.
PROXY_COUNT = env.int("DX_PROXY_COUNT", default=0)

# The PNG of the seal that stands on letters of appointment; empty for none.
SEAL_IMAGE = env.str("DX_SEAL_IMAGE", default="")

# --- Sessions and cookies: eight hours at most, thirty minutes idle ---------------------------------------
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_IDLE_SECONDS = 60 * 30
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "minato_dx.portal.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
HTTPS = env.bool("DX_HTTPS", default=PRODUCTION)
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Language and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("DX_STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "minato_dx.core.npm_finder.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "minato_dx.core.static_files.RememberingStaticFilesStorage"},
}
# Outside the web root: files leave only through the permission-checked download view.
MEDIA_ROOT = Path(env.str("DX_MEDIA_ROOT", default=str(DATA_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
ATTACHMENT_MAX_COUNT = 5
# What comes from outside waits until it is known to be harmless: a command that rebuilds it (無害化), with {source} and
# {target} in it, then clamd on its socket, a path or host:port; where there is none, the DX section decides.
FILE_SANITISER = env.str("DX_FILE_SANITISER", default="")
FILE_SANITISER_SECONDS = env.int("DX_FILE_SANITISER_SECONDS", default=60)
CLAMAV_SOCKET = env.str("DX_CLAMAV_SOCKET", default="")
CLAMAV_SECONDS = env.int("DX_CLAMAV_SECONDS", default=30)

# --- The public door, and the bundles that join it to the intranet ------------------------------------------
DOOR_URL = env.str("DX_DOOR_URL", default="http://127.0.0.1:8010").rstrip("/")
# What may be submitted through the door: modules that register it when they are imported.
DOOR_KINDS = ["proposals.forms.door", "showcase.forms.door"]
DOOR_MEDIA_ROOT = DATA_DIR / "door" / "media"
# Each side writes one folder and reads the other; in separate networks something carries the files over.
EXCHANGE_DIR = Path(env.str("DX_EXCHANGE_DIR", default=str(DATA_DIR / "exchange")))
EXCHANGE_KEY_FILE = Path(
    env.str("DX_EXCHANGE_KEY_FILE", default=str(DATA_DIR / ("door/exchange_key" if DOOR else "exchange_key")))
)
# The other side's public key, as its "manage.py exchange_key" prints it; empty: it is found in EXCHANGE_DIR, which only
# suits two processes side by side on one machine.
EXCHANGE_PEER_KEY = env.str("DX_EXCHANGE_PEER_KEY", default="")
# How often an hour, by address and by network (IPv4 /24, IPv6 /56); see minato_dx/door/services/limits.py.
DOOR_LIMIT_FACTOR = env.int("DX_DOOR_LIMIT_FACTOR", default=1)
DOOR_LIMITS = {
    name: (by_address * DOOR_LIMIT_FACTOR, by_network * DOOR_LIMIT_FACTOR)
    for name, by_address, by_network in (
        ("start", 20, 100),
        ("save", 300, 1500),
        ("send", 10, 50),
        ("renew", 5, 30),
        ("guess", 20, 60),
        ("reply", 60, 300),
    )
}

# --- Tasks: woken through Redis where there is one, otherwise run in the process after commit ---------------
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_IGNORE_RESULT = True
# A nudge that finds no broker is given up at once: the next tick does the same, and no page waits.
CELERY_TASK_PUBLISH_RETRY = False
# Without the last four, kombu sleeps 0 + 2 + 4 seconds by itself before it says that there is no broker.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    # A tick nobody took within its minute is worth nothing: the next one does the same.
    "housekeeping": {
        "task": "minato_dx.portal.tasks.run_due_jobs",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "mail": {
        "task": "minato_dx.notifications.tasks.relay",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "door": {
        "task": "minato_dx.exchange.tasks.exchange",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- Mail ---------------------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email("EMAIL_URL"))
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
# Where no mail leaves the portal, what it owes is kept in its own outbox page.
MAIL_IS_KEPT = not EMAIL_URL
# For so long one relay has a mail to itself; longer than a mail server can keep it waiting (EMAIL_TIMEOUT each step).
MAIL_LEASE_SECONDS = env.int("DX_MAIL_LEASE_SECONDS", default=180)
DEFAULT_FROM_EMAIL = env.str("DX_MAIL_FROM", default="dx-portal@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("DX_LOG_LEVEL", default="WARNING")},
}

if not DOOR:
    refuse_unsafe_production(
        production=PRODUCTION,
        debug=DEBUG,
        secret_key=SECRET_KEY,
        allowed_hosts=ALLOWED_HOSTS,
        engine=DATABASES["default"]["ENGINE"],
        demo=DEMO,
    )
