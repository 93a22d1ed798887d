"""Every setting, top to bottom. What a deployment may change is read from the environment (lms/env.py); docs: lms/docs/operating.md."""

from lms import env

# ── What this process is ─────────────────────────────────────────────────────────────────────────
PROFILE = env.text("NEWLEAF_PROFILE", "production")  # production | demo | test
DEMO = PROFILE == "demo"
DEBUG = False
BASE_DIR = env.ROOT
DATA_DIR = env.Path(env.text("NEWLEAF_DATA", str(BASE_DIR / "var"))).resolve()
SECRET_KEY = env.secret(
    "NEWLEAF_SECRET", hint="Make one with: ./newleaf manage make_secret. Keep it out of git and in the backup."
)

# ── Three origins ────────────────────────────────────────────────────────────────────────────────
_HOST_HINT = "Each origin needs its own host name, such as staff.prison.example."
STAFF_HOST = env.text("NEWLEAF_STAFF_HOST", hint=_HOST_HINT)
TABLET_HOST = env.text("NEWLEAF_TABLET_HOST", hint=_HOST_HINT)
CONTENT_HOST = env.text("NEWLEAF_CONTENT_HOST", hint=_HOST_HINT)
ORIGIN_HOSTS = {STAFF_HOST: "staff", TABLET_HOST: "tablet", CONTENT_HOST: "content"}
if DEMO:
    ORIGIN_HOSTS[env.text("NEWLEAF_DEMO_HOST", "newleaf.localhost")] = "demo"
ALLOWED_HOSTS = list(ORIGIN_HOSTS)
SCHEME = "https" if PROFILE == "production" else "http"
PORT_SUFFIX = f":{_port}" if (_port := env.text("NEWLEAF_PORT", "")) else ""
ORIGIN_URLS = {name: f"{SCHEME}://{host}{PORT_SUFFIX}" for host, name in ORIGIN_HOSTS.items()}
CSRF_TRUSTED_ORIGINS = [ORIGIN_URLS["staff"]]
# Where pages send a live lesson's picture and sound: a process of its own, in production behind the staff host's /ingest/.
INGEST_HOST = env.text("NEWLEAF_INGEST_HOST", "ingest.newleaf.localhost" if DEMO else STAFF_HOST)
INGEST_URL = f"{SCHEME}://{INGEST_HOST}{PORT_SUFFIX}"
INGEST_INTERNAL_URL = env.text(
    "NEWLEAF_INGEST_INTERNAL_URL", f"http://127.0.0.1:{env.number('NEWLEAF_INGEST_PORT', 8001)}"
)  # where the studio's nginx asks about stream keys
STUDIO_HOST = env.text("NEWLEAF_STUDIO_HOST", INGEST_HOST)  # what encoders connect to
RTMP_PORT = env.number("NEWLEAF_RTMP_PORT", 1935)
SRT_FIRST_PORT = env.number("NEWLEAF_SRT_FIRST_PORT", 9710)  # a hundred of them, one for each broadcast
ROOT_URLCONF = "lms.urls.staff"
WSGI_APPLICATION = "lms.wsgi.application"
if PROFILE == "production":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "newleaf_staff"
SESSION_COOKIE_AGE = 8 * 3600  # one shift
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# ── The house, from the top storey down ──────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "streaming",
    "content",
    "assessments",
    "lms.launch",
    "lms.tablet",
    "lms.staff",
    "lms.sync",
    "lms.learning",
    "lms.packages",
    "lms.records",
    "lms.people",
    "lms.audit",
    "wagtail.contrib.table_block",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "lms.origins.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.people.signin.middleware.OfficerSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.lib.errors.ErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Stores ───────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR}/newleaf.sqlite3"))}
BLOB_DIR = DATA_DIR / "blobs"
KEYS_DIR = env.Path(env.text("NEWLEAF_KEYS", str(DATA_DIR / "keys")))  # belongs in the backup
RAW_KEEP_DAYS = int(
    env.text("NEWLEAF_RAW_KEEP_DAYS", "30")
)  # a broadcast's received parts, after its lesson was published
LIVE_TRANSCODES = int(
    env.text("NEWLEAF_TRANSCODES", "1")
)  # broadcasts whose picture may be converted at once (VP8, VP9)
LIVE_PICTURE_HEIGHT = env.number("NEWLEAF_LIVE_PICTURE_HEIGHT", 720)  # that browsers send; less where desks are slow
BLOB_LINK_SECRET = env.text("NEWLEAF_BLOB_SECRET", "")  # nginx has the same; empty: made from SECRET_KEY
INGEST_RESERVE_BYTES = (
    env.number("NEWLEAF_INGEST_RESERVE_MB", 10_240 if PROFILE == "production" else 1024) << 20
)  # kept for what is live
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
STORAGES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PROFILE == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if _bucket := env.text("S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.text("S3_ENDPOINT", hint="The address of the S3 service on your own network."),
            "access_key": env.secret("S3_ACCESS_KEY", hint="The key that may write to S3_BUCKET."),
            "secret_key": env.secret("S3_SECRET_KEY", hint="The secret that belongs to S3_ACCESS_KEY."),
        },
    }
WHITENOISE_USE_FINDERS = PROFILE != "production"
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a lesson with many blocks is one big form

# ── Jobs and cache: the database by default, Redis across machines ───────────────────────────────
REDIS_URL = env.text("REDIS_URL", "")
QUEUES = ["default", "films"]  # converting a long film must not keep a lesson from being published
if REDIS_URL:
    INSTALLED_APPS += ["django_rq", "django_tasks_rq"]
    RQ_QUEUES = {queue: {"URL": REDIS_URL} for queue in QUEUES}
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": QUEUES}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "newleaf_cache"}}
if PROFILE == "test":
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": QUEUES}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# ── Officers' sign-in ────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Officer"
AUTHENTICATION_BACKENDS = ["lms.people.backends.OfficerBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if PROFILE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
SECOND_FACTOR_REQUIRED = not DEMO
CLIENT_ADDRESS_HEADER = env.text(
    "NEWLEAF_CLIENT_ADDRESS_HEADER", ""
)  # such as X-Real-IP, only behind a proxy that always sets it
WAGTAILADMIN_USER_LOGIN_FORM = "lms.people.signin.forms.SignInForm"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # our own pages do it, with the audit log
AUTHENTICATOR_APPS_ALLOWED = env.flag("NEWLEAF_AUTHENTICATOR_APPS", False)

# ── Transcripts (streaming/transcription) ────────────────────────────────────────────────────────
WHISPER_MODELS_DIR = env.Path(env.text("NEWLEAF_WHISPER_MODELS", str(DATA_DIR / "models")))
WHISPER_MODEL = env.text("NEWLEAF_WHISPER_MODEL", "")  # by name; empty: the one added last
WHISPER_DEVICE = env.text("NEWLEAF_WHISPER_DEVICE", "cpu")  # or cuda
WHISPER_STALL_SECONDS = env.number("NEWLEAF_WHISPER_STALL_SECONDS", 600)  # an engine this long silent is ended

# ── Languages ────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
INTERFACE_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Courses exist in more languages than the screens do; Wagtail wants its content languages among LANGUAGES.
LANGUAGES = [*INTERFACE_LANGUAGES, ("ug", "ئۇيغۇرچە"), ("vi", "Tiếng Việt"), ("my", "မြန်မာ"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale", BASE_DIR / "lms" / "staff" / "locale"]  # our own texts; what Wagtail lacks
FORMAT_MODULE_PATH = "lms.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("NEWLEAF_TIME_ZONE", "Asia/Shanghai")

# ── Wagtail ──────────────────────────────────────────────────────────────────────────────────────
WAGTAIL_SITE_NAME = "Newleaf 新叶"
WAGTAILADMIN_BASE_URL = ORIGIN_URLS["staff"]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = INTERFACE_LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False  # would call out
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would call out
WAGTAIL_PASSWORD_RESET_ENABLED = False  # no mail inside; an officer resets another's sign-in
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILEMBEDS_FINDERS: list = []  # nothing from outside
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.uploads.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# ── Logging: one line an event, to stderr ────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("NEWLEAF_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.db.backends": {"level": "INFO"},
        "PIL": {"level": "INFO"},
        "pikepdf": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003"]
