"""Settings of the Django project.

Every ``MOTCUA_…`` variable is listed in ``docs/reference/settings.md``; a gate
keeps that true.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from motcua.config.database import database_from
from motcua.config.mail import mail_from
from motcua.kernel.keepsakes import kept
from motcua.packs.country import country, named_packs
from motcua.packs.reading import PackError

PACKAGE = Path(__file__).resolve().parents[1]


def _flag(name: str, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int, most: int = 1_000_000) -> int:
    said = os.environ.get(name) or str(default)
    if not (said.isascii() and said.isdigit() and int(said) <= most):
        raise ImproperlyConfigured(
            f"{name} must be a whole number up to {most}; this is {said!r}."
        )
    return int(said)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ImproperlyConfigured(
            f"{error}. Let MOTCUA_HOME name a folder that you may write to."
        ) from error


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except PackError as error:
        raise ImproperlyConfigured(f"A pack is wrong: {error}") from error


HOME = Path(os.environ.get("MOTCUA_HOME", "var")).resolve()
with _writing():  # personal data lies there: for its owner alone
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = False
PRODUCTION = _flag("MOTCUA_PRODUCTION")


def _required(name: str, default: str) -> str:
    """Return a variable that production must give and a trial may leave out."""
    if value := os.environ.get(name):
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(
            f"MOTCUA_PRODUCTION is set, so {name} must be set too. "
            "See docs/reference/settings.md."
        )
    return default


def _kept_key() -> str:
    """Return the key kept in ``MOTCUA_HOME``, made on the first call."""
    with _writing():
        return kept(
            HOME / "secret_key", lambda: secrets.token_urlsafe(64).encode()
        ).decode()


SECRET_KEY = _required("MOTCUA_SECRET_KEY", "") or _kept_key()
ALLOWED_HOSTS = _required("MOTCUA_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(
    ","
)
PORT = _number("MOTCUA_PORT", 8000, most=65_535)
BASE_URL = _required("MOTCUA_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
if PRODUCTION and not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "MOTCUA_BASE_URL must start with https:// in production."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL]
PROXIES = _number("MOTCUA_PROXIES", 0)  # trusted ones in front of us
PACKS = named_packs()
with _readable():
    COUNTRY = country(PACKS)  # what the packs settle: their pack.yaml
PLACE = os.environ.get("MOTCUA_PLACE", COUNTRY.place)  # beside the date of a paper
CALENDAR = os.environ.get("MOTCUA_CALENDAR", COUNTRY.calendar)
COUNTING_POLICY = os.environ.get("MOTCUA_COUNTING_POLICY", COUNTRY.counting_policy)
CURRENCY = COUNTRY.currency
CASE_CODE = COUNTRY.case_code
LEDGER_KEY = os.environ.get("MOTCUA_LEDGER_KEY", str(HOME / "ledger_key"))
DEMO = _flag("MOTCUA_DEMO")  # shows the demo accounts on the sign-in page
GALLERY = _flag("MOTCUA_GALLERY")  # serves /_gallery, every component once

INSTALLED_APPS = [
    "motcua.config",
    "motcua.organisations",
    "motcua.authority",
    "motcua.accounts",
    "motcua.deadlines",
    "motcua.processes",
    "motcua.catalogue",
    "motcua.documents",
    "motcua.notices",
    "motcua.cases",
    "motcua.jobs",
    "motcua.web",
    "motcua.portal",
    "motcua.workbench",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",  # allauth counts days with it
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "heroicons",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "motcua.web.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "motcua.web.middleware.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "motcua.web.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.accounts.middleware.SecondFactorMiddleware",
    "motcua.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "motcua.web.context.site",
                "motcua.portal.context.reader",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": database_from(os.environ.get("MOTCUA_DATABASE_URL", ""), home=HOME)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.Account"
ACTOR_OF = "motcua.authority.queries.actor_of"
ACTOR_OF_BEARER = "motcua.authority.queries.actor_of_token"
AUTHENTICATION_BACKENDS = ["motcua.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
STAFF_LOGIN_REDIRECT_URL = "/workbench/"
STAFF_MFA = _flag("MOTCUA_STAFF_MFA", "" if DEMO or not PRODUCTION else "on")
API_PER_MINUTE = _number("MOTCUA_API_PER_MINUTE", 600)
SIGN_IN_DAYS = _number("MOTCUA_SIGN_IN_DAYS", 365)
ACCOUNT_ADAPTER = "motcua.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "motcua.accounts.forms.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = os.environ.get(
    "MOTCUA_EMAIL_VERIFICATION", "mandatory" if PRODUCTION else "optional"
)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
MFA_ADAPTER = "motcua.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "motcua"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones drift
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_ENGINE = "motcua.web.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # one working day
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
CACHES = {
    "default": {  # shared by all processes: allauth counts attempts in it
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
    }
}

_SPOKEN = {"vi": "Tiếng Việt", "en": "English", "de": "Deutsch"}
LANGUAGE_CODE = COUNTRY.language
LANGUAGES = [(code, _SPOKEN[code]) for code in COUNTRY.languages]
TIME_ZONE = os.environ.get("MOTCUA_TIME_ZONE", COUNTRY.time_zone)
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "motcua.web.fonts.FontFinder",
]
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"  # outside the web root; served by views alone
FILE_MAX_BYTES = _number("MOTCUA_FILE_MAX_MB", 20) * 1_048_576
FILE_TYPES = os.environ.get("MOTCUA_FILE_TYPES", "pdf,jpg,png,docx,xlsx,odt,ods").split(
    ","
)
SYSTEM_NAME = os.environ.get("MOTCUA_SYSTEM_NAME", "motcua")  # in the QR codes
VERIFY_PATH = "verify"  # where anyone checks a paper's code
CLAMD = os.environ.get("MOTCUA_CLAMD", "")  # host:port or a socket's path; empty: off
CLAMD_REQUIRED = _flag("MOTCUA_CLAMD_REQUIRED")  # take no file that was not scanned

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SMS_BACKEND = os.environ.get("MOTCUA_SMS_BACKEND", "motcua.notices.ports.FileSms")
EMAIL_TIMEOUT = 15  # seconds
EMAIL_BACKEND = os.environ.get(
    "MOTCUA_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
globals().update(mail_from(os.environ.get("MOTCUA_SMTP_URL", "")))
EMAIL_FILE_PATH = HOME / "outbox" / "email"
DEFAULT_FROM_EMAIL = os.environ.get("MOTCUA_FROM_EMAIL", "motcua@localhost")
