"""Settings of the Django project.

Every ``MOTCUA_…`` variable is listed in ``docs/reference/settings.md``; a gate
keeps that true.
"""

import os
import secrets
from pathlib import Path

from motcua.config.database import database_from

PACKAGE = Path(__file__).resolve().parents[1]


def _flag(name: str, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "on"}


HOME = Path(os.environ.get("MOTCUA_HOME", "var")).resolve()
DEBUG = False
PRODUCTION = _flag("MOTCUA_PRODUCTION")


def _secret_key() -> str:
    """Return the key from the environment, or one kept in ``MOTCUA_HOME``."""
    if key := os.environ.get("MOTCUA_SECRET_KEY"):
        return key
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get(
    "MOTCUA_HOSTS", "127.0.0.1,localhost,[::1],testserver"
).split(",")
PORT = int(os.environ.get("MOTCUA_PORT", "8000"))
BASE_URL = os.environ.get("MOTCUA_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
PACKS = os.environ.get("MOTCUA_PACKS", "base,vn,vn_hanoi").split(",")
DEMO = _flag("MOTCUA_DEMO")  # shows the demo accounts on the sign-in page
GALLERY = _flag("MOTCUA_GALLERY")  # serves /_gallery, every component once

INSTALLED_APPS = [
    "motcua.config",
    "motcua.organisations",
    "motcua.authority",
    "motcua.deadlines",
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
    "django.contrib.sessions",
    "django.contrib.messages",
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
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("de", "Deutsch")]
TIME_ZONE = os.environ.get("MOTCUA_TIME_ZONE", "Asia/Ho_Chi_Minh")
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
FILE_MAX_BYTES = int(os.environ.get("MOTCUA_FILE_MAX_MB", "20")) * 1_048_576
FILE_TYPES = os.environ.get("MOTCUA_FILE_TYPES", "pdf,jpg,png,docx,xlsx,odt,ods").split(
    ","
)
SYSTEM_NAME = os.environ.get("MOTCUA_SYSTEM_NAME", "motcua")  # in the QR codes
VERIFY_PATH = "verify"  # where anyone checks a paper's code
CLAMD = os.environ.get("MOTCUA_CLAMD", "")  # host:port or a socket's path; empty: off
CLAMD_REQUIRED = _flag("MOTCUA_CLAMD_REQUIRED")  # take no file that was not scanned

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = os.environ.get(
    "MOTCUA_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "outbox" / "email"
DEFAULT_FROM_EMAIL = os.environ.get("MOTCUA_FROM_EMAIL", "motcua@localhost")
