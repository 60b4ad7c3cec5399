"""Settings of every shape of Redress, chosen by the environment (see `config/env.py`)."""

from datetime import timedelta
from pathlib import Path

from config import buckets, databases, env
from config.static_headers import shut_in_worker

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = env.folder("REDRESS_DATA", default=BASE_DIR / "var")

# --- Core
DEBUG = env.flag("REDRESS_DEBUG", default=False)
SECRET_KEY = env.text("REDRESS_SECRET_KEY") or env.secret_file(DATA / "secret.key", size=48).hex()
ALLOWED_HOSTS = env.words("REDRESS_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("REDRESS_HTTPS", default=False)
PORT = env.number("REDRESS_PORT", default=8000, least=1, most=65535)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ADMINS: list[str] = []

INSTALLED_APPS = [
    "accounts",
    "cases",
    "evidence",
    "takedowns",
    "dossiers",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_countries",
    "template_partials",
]

MIDDLEWARE = [
    "accounts.middleware.quiet_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.idle_sessions",
    "accounts.middleware.second_step",
    "accounts.middleware.readers_zone",
]

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
                "accounts.context.house",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data
DATABASES = {"default": databases.database(data=DATA)}
VAULT_ROOT = DATA / "files"
VAULT_BUCKET = buckets.bucket("REDRESS_S3")
# Outside the database, so that no dump of it holds what a disposed case was sealed with.
CASE_KEYS_ROOT = env.folder("REDRESS_CASE_KEYS", default=DATA / "case-keys")
CASE_KEYS_BUCKET = buckets.bucket("REDRESS_CASE_KEYS_S3")
INSTANCE_KEY_FILE = Path(env.text("REDRESS_INSTANCE_KEY_FILE") or DATA / "instance.key")
SIGNING_KEY_FILE = Path(
    env.text("REDRESS_SIGNING_KEY_FILE") or INSTANCE_KEY_FILE.with_name("signing.key")
)
CHECKPOINT_SECONDS = env.number("REDRESS_CHECKPOINT_SECONDS", default=240, least=5, most=86400)
TIMESTAMP_URLS = env.web_addresses("REDRESS_TIMESTAMP_URLS")
TIMESTAMP_ROOTS = env.file("REDRESS_TIMESTAMP_ROOTS")
if TIMESTAMP_URLS and not TIMESTAMP_ROOTS:
    raise env.WrongSetting("REDRESS_TIMESTAMP_URLS needs REDRESS_TIMESTAMP_ROOTS, a PEM file.")
OTS_CALENDARS = env.web_addresses("REDRESS_OTS_CALENDARS")
DNS_SERVERS = env.words("REDRESS_DNS_SERVERS")
DNS_PORT = env.number("REDRESS_DNS_PORT", default=53, least=1, most=65535)
# Names that stand for servers on this machine, for tests and the demo.
FETCH_ALLOWED = env.stand_ins("REDRESS_FETCH_ALLOW")
UPLOAD_MOST_BYTES = env.number("REDRESS_UPLOAD_MIB", default=100, least=1, most=4096) * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = env.folder("REDRESS_UPLOAD_TEMP", default=DATA / "arriving")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40

REDIS = env.service_url("REDIS_URL", schemes={"redis", "rediss"})
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("REDIS_URL"),
    }
    if REDIS
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10000},
    }
}

# --- People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cases:home"
ACCOUNT_ADAPTER = "accounts.adapter.QuietAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "change_password": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reset_password": "accounts.forms.AskResetForm",
    "reset_password_from_key": "accounts.forms.ResetForm",
    "add_email": "accounts.forms.NewAddressForm",
    "reauthenticate": "accounts.forms.StillYouForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.StillYouByCodeForm",
    "activate_totp": "accounts.forms.AppForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
}
MFA_ADAPTER = "accounts.adapter.QuietKeys"
# Otherwise an address nobody confirmed would keep the second step away.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Notebook"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-s" if HTTPS else "s"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
IDLE_MINUTES = env.number("REDRESS_IDLE_MINUTES", default=30, least=2, most=720)

# --- Headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# How many proxies write X-Forwarded-For before a request arrives; limits go by the address before.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("REDRESS_PROXIES", default=0, least=0, most=9)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-c" if HTTPS else "c"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
        "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
        "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb",
    )
}  # fmt: skip

# --- Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
APP_NAME = env.text("REDRESS_APP_NAME", "Notebook")
EXIT_URL = env.text("REDRESS_EXIT_URL", "https://www.wikipedia.org/")
COUNTRIES_FIRST_BREAK = "–"

# --- Static files
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_ADD_HEADERS_FUNCTION = shut_in_worker
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Mail (empty: kept as files, so that nothing leaves by accident)
MAIL = env.service_url("REDRESS_MAIL_URL", schemes={"smtp", "smtps", "smtp+tls"})
DEFAULT_FROM_EMAIL = env.text("REDRESS_MAIL_FROM", "notebook@localhost")
if MAIL:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA / "mail")

# Letters go out through each organisation's own account; these names may lie in our own network.
SMTP_INSIDE = env.words("REDRESS_SMTP_INSIDE")
SMTP_SECONDS = env.number("REDRESS_SMTP_SECONDS", default=15, least=1, most=60)

# --- Queue (the database is the truth, the queue is a nudge)
CELERY = {
    "broker_url": env.text("REDIS_URL") if REDIS else "letterbox://localhost//",
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_time_limit": 300,
    "task_soft_time_limit": 240,
    "task_ignore_result": True,
    "worker_soft_shutdown_timeout": 5,
    "broker_connection_retry_on_startup": True,
    "worker_hijack_root_logger": False,
    "timezone": "UTC",
}
BROKER_FOLDER = DATA / "broker"
SWEEP_SECONDS = env.number("REDRESS_SWEEP_SECONDS", default=30, least=1, most=3600)

# --- Logs: refs, acts and outcomes; never a form, a link or a file name
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # A form without its token is told of with its address, and some addresses are links.
        "django.security.csrf": {"level": "ERROR"},
        "redress": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
