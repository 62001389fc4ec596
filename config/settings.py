"""Lastcall's settings: everything that differs between installations comes from the environment.

| variable | meaning | default |
| --- | --- | --- |
| LASTCALL_DATA | folder of the database, the files and the keys | `data` beside manage.py |
| DATABASE_URL | another database, `postgres://…` | SQLite in LASTCALL_DATA |
| PORT, HOST | where `manage.py serve` listens | 8000, 127.0.0.1 |
| WORKERS | processes that answer requests | as many as processors, 4 at most |
| ALLOWED_HOSTS | host names that may be asked for, by comma | this machine only |
| SITE_URL | address that e-mails and printed links name | http://HOST:PORT |
| SECRET_KEY | signs sessions and links | made at the first start, kept in LASTCALL_DATA/keys |
| EMAIL_URL | `submission://user:password@host` (STARTTLS), `smtp://…:465?ssl=1`, `console:` | LASTCALL_DATA/mail |
| ANYMAIL_SERVICE | a mail service instead: `mailgun`, `postmark`, … of django-anymail | none |
| ANYMAIL_… | what that service needs, such as ANYMAIL_MAILGUN_API_KEY | none |
| FROM_EMAIL | sender of e-mails | Lastcall <lastcall@localhost> |
| TRUSTED_PROXY_COUNT | proxies in front, for limits by address | 0 |
| FILES_URL | where evidence is kept, `s3://bucket/folder` (needs requirements-s3.txt) | `files` in LASTCALL_DATA |
| S3_ENDPOINT_URL | an S3 service other than Amazon's; keys as AWS_ACCESS_KEY_ID and so on | Amazon's |
| IDENTITY_KEPT_DAYS | days after closing until identity documents are deleted | 30 |
| TIME_ZONE | the zone of "today" for users who chose none | the machine's, else UTC |
| DEBUG | development only | off |
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from config.data_folder import data_folder
from config.database import POSTGRESQL_SETTINGS as POSTGRESQL_SETTINGS  # read by our checks
from config.database import SQLITE_PRAGMAS as SQLITE_PRAGMAS  # read by our checks
from config.database import database
from config.files import evidence_storage
from config.keys import encryption_keys, key_from
from config.logs import LOGGING as LOGGING  # read by Django
from config.templating import templates_in
from config.zone import machine_zone

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder(Path(env.str("LASTCALL_DATA", str(BASE_DIR / "data"))).expanduser().resolve())

DEBUG = env.bool("DEBUG", False)
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000)
WORKERS = env.int("WORKERS", min(4, os.cpu_count() or 1))
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
_SHOWN_HOST = "localhost" if HOST in {"127.0.0.1", *_EVERYWHERE} else f"[{HOST}]" if ":" in HOST else HOST
SITE_URL = env.str("SITE_URL", f"http://{_SHOWN_HOST}:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", urlsplit(SITE_URL).hostname or "localhost"]
)
SECRET_KEY = env.str("SECRET_KEY", "") or key_from(DATA_DIR / "keys", "secret_key")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: leave it out, and one is made in LASTCALL_DATA/keys.")
SECURE = SITE_URL.startswith("https://")
# apart from SECRET_KEY, so that each can be renewed alone: see manage.py rotate_keys
DETAILS_KEYS_FILE = encryption_keys(DATA_DIR / "keys", "details_keys")

INSTALLED_APPS = [
    "cancellations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cancellations.views.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; it pads them at random, so that lengths tell nothing (BREACH)
    "cancellations.views.middleware.Private",
    "cancellations.views.middleware.BusyDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cancellations.views.middleware.Language",
    "cancellations.views.middleware.Utf8Only",
    "cancellations.views.uploads.BodySize",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cancellations.views.middleware.UserPreferences",
    "cancellations.views.middleware.KnownDevice",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = templates_in(BASE_DIR / "templates")
FORM_RENDERER = "cancellations.forms.renderer.ProjectRenderer"

# --- database -----------------------------------------------------------------------------------------------
DATABASES = {"default": database(env, BASE_DIR, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "cancellations.User"
AUTHENTICATION_BACKENDS = ["cancellations.models.backends.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cancellations.views.adapter.ClosedAdapter"
ACCOUNT_FORMS = {
    "login": "cancellations.forms.signin.SignInForm",
    "reauthenticate": "cancellations.forms.signin.ConfirmItIsYouForm",
    "add_email": "cancellations.forms.signin.NewEmailForm",
    "change_password": "cancellations.forms.signin.NewPasswordForm",
    "set_password": "cancellations.forms.signin.FirstPasswordForm",
    "reset_password": "cancellations.forms.signin.ForgottenPasswordForm",
    "reset_password_from_key": "cancellations.forms.signin.PasswordByLinkForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # another e-mail is taken only with the password, given just now
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or e-mail is told to its owner
ACCOUNT_RATE_LIMITS = {
    "login": None,  # only what fails is counted: strangers at one's own address would use it up
    "login_failed": "20/h/ip,10/h/key",  # the key is the account; counted under a lock
    "login_failed_on_known_device": "10/h/key",  # the key is account and device: see views/known_device.py
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
USERSESSIONS_TRACK_ACTIVITY = False
SIGNIN_LINK_MINUTES = 15
PASSWORD_RESET_TIMEOUT = 3600

SESSION_ENGINE = "cancellations.models.session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
DEVICE_COOKIE_PREFIX = "__Host-device-" if SECURE else "device-"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "cancellations.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CACHES = {
    "default": {
        "BACKEND": "cancellations.models.cache.LoudCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # what is culled from it are counts of failed sign-ins
    }
}

# --- what browsers are told ---------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front ends TLS
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # our own middleware sends X-Frame-Options
    "security.W005",  # HSTS for subdomains and preload are for their owner to decide
    "security.W008",  # the proxy redirects to HTTPS
    "security.W021",
]
if not SECURE:
    # SITE_URL says http: this machine or a closed network; `https://…` turns secure cookies and HSTS on
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W012", "security.W016"]

# --- languages and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English")), ("ru", _("Russian"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "cancellations" / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "") or machine_zone()
USE_THOUSAND_SEPARATOR = False

# --- files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # no library's files are needed
STATIC_ROOT = BASE_DIR / "static-root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.JoinedStylesStorage"},
    "evidence": evidence_storage(env.str("FILES_URL", ""), DATA_DIR / "files", env.str("S3_ENDPOINT_URL", "")),
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # of the fields; files are not counted (views/uploads.py)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["cancellations.views.uploads.CappedFile"]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
IDENTITY_KEPT_DAYS = env.int("IDENTITY_KEPT_DAYS", 30)

# --- work in the background ---------------------------------------------------------------------------------
HUEY_FILE = DATA_DIR / "jobs.sqlite3"

# --- mail ---------------------------------------------------------------------------------------------------
# Every mail is a row of the outbox first (cancellations/mails/sending.py); this is how the rows leave.
_mail = env.dj_email_url("EMAIL_URL", "file:")
_service = env.str("ANYMAIL_SERVICE", "")
EMAIL_BACKEND = f"anymail.backends.{_service}.EmailBackend" if _service else _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = DATA_DIR / "mail"
ANYMAIL: dict[str, Any] = {
    "REQUESTS_TIMEOUT": 10,
    **{name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")},
}
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "Lastcall <lastcall@localhost>")
