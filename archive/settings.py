"""The one settings file. Everything that differs between places comes from the environment, and a bad value stops the start.

Variables: DATABASE_URL, DATABASE_REPLICA_URL, DJANGO_SECRET_KEY, DJANGO_DEBUG, DJANGO_ALLOWED_HOSTS, DJANGO_HTTPS,
ARCHIVE_PUBLIC_ONLY, ARCHIVE_VAR, ARCHIVE_STATIC, ARCHIVE_TITLE, ARCHIVE_CONTACT, ARCHIVE_CDN_SECONDS, ARCHIVE_REQUIRE_OTP. README
lists what each takes.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ARCHIVE_VAR") or BASE_DIR / "var")
VAR.mkdir(parents=True, exist_ok=True)


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "false", "no", "off"}:
        return False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise ImproperlyConfigured(f"{name}={value} is neither yes nor no: write 1 or 0")


def _whole(name: str) -> int:
    value = os.environ.get(name, "").strip() or "0"
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value} is no number of seconds: write 0 or more")
    return int(value)


def _secret_key() -> str:
    """DJANGO_SECRET_KEY, or a random key kept (mode 600) under var/ so that sessions survive a restart."""
    if key := os.environ.get("DJANGO_SECRET_KEY"):
        if len(key) < 32:
            raise ImproperlyConfigured(f"DJANGO_SECRET_KEY has {len(key)} characters: use at least 32 random ones")
        return key
    kept = VAR / "secret_key"
    try:
        with os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text("utf-8")


DEBUG = _flag("DJANGO_DEBUG")
PUBLIC_ONLY = _flag("ARCHIVE_PUBLIC_ONLY")
HTTPS = _flag("DJANGO_HTTPS")
REQUIRE_OTP = _flag("ARCHIVE_REQUIRE_OTP")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [h for h in os.environ.get("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
ARCHIVE_TITLE = os.environ.get("ARCHIVE_TITLE", "Chancery")
CDN_SECONDS = _whole("ARCHIVE_CDN_SECONDS")
ARCHIVE_CONTACT = os.environ.get("ARCHIVE_CONTACT", "")

# A public-only archive has no admin, so nothing of what guards it either.
_DESK = (
    []
    if PUBLIC_ONLY
    else ["archive.apps.Desk", "axes", "django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"]
)

INSTALLED_APPS = [
    *_DESK,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "csp",
    "events",
]

MIDDLEWARE = [
    "events.middleware.RevisionTag",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.policy.FixedPolicy",
    "events.replicas.ReplicaReads",
    *([] if PUBLIC_ONLY else ["archive.desk.Sessions"]),
    "events.languages.AddressLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *([] if PUBLIC_ONLY else ["archive.desk.Users", "archive.desk.Messages"]),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *([] if PUBLIC_ONLY else ["archive.desk.SecondFactor", "axes.middleware.AxesMiddleware"]),
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "pages",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "archive.templating.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "admin"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

_DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'archive.sqlite3'}"


def _database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    try:
        database: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60)}
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{name}={url.split('@')[-1]} is not understood ({error}): "
            "write sqlite:///FILE or postgres://USER:PASSWORD@HOST:5432/NAME"
        ) from error
    if not database["ENGINE"].endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured(
            f"{name}={url.split('@')[-1]} is of a database that is not supported: "
            "write sqlite:///FILE or postgres://USER:PASSWORD@HOST:5432/NAME"
        )
    if database["ENGINE"].endswith("sqlite3"):
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        database["TEST"] = {"NAME": str(VAR / "test.sqlite3")}  # a file, so that tests may use several processes
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            " PRAGMA mmap_size=2147483648; PRAGMA temp_store=MEMORY;"
            + (" PRAGMA query_only=1;" if PUBLIC_ONLY else ""),
        }
    elif database["ENGINE"].endswith("postgresql"):
        options = database.setdefault("OPTIONS", {})
        options.setdefault("connect_timeout", 10)  # seconds; a server that is gone must not hold pages up for minutes
        if PUBLIC_ONLY:
            options["options"] = "-c default_transaction_read_only=on"
    return database


def _replica(url: str) -> dict[str, Any]:
    """A streaming replica of DATABASE_URL's server, for public pages; one that does not answer must not hold them up."""
    replica = _database(url, "DATABASE_REPLICA_URL")
    if not (replica["ENGINE"] == DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL needs PostgreSQL on both sides: point DATABASE_URL at the primary, or leave the replica out"
        )
    replica["OPTIONS"] = {"options": "-c default_transaction_read_only=on", "connect_timeout": 2}
    return {**replica, "CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": "default"}}


DATABASES = {"default": _database(_DATABASE_URL)}
if os.environ.get("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = _replica(os.environ["DATABASE_REPLICA_URL"])
DATABASE_ROUTERS = ["events.replicas.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "events" / "locale"]  # before the words that Django has of its own
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("ARCHIVE_STATIC") or VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31536000

# Nothing may load that this site does not serve itself; DESIGN principle 7.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Only the admin has sessions: their cookies go nowhere else, and last a working day.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Ten wrong passwords from one address close the door to that address for a quarter of an hour, kept in the database so that
# every worker knows. Accounts are never locked: a stranger could keep curators out.
AUTHENTICATION_BACKENDS = [
    *([] if PUBLIC_ONLY else ["axes.backends.AxesStandaloneBackend"]),
    "django.contrib.auth.backends.ModelBackend",
]
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "archive.access.client_address"
AXES_LOCKOUT_CALLABLE = "archive.access.locked_out"
OTP_TOTP_ISSUER = ARCHIVE_TITLE
LOGIN_URL = "admin:login"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Whoever scans the net with other hosts' names is answered 400; a traceback for each would only fill the log.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
}
