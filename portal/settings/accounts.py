"""Accounts: django-allauth, e-mail as the only name, passwords by length, second factor."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "portal.accounts.passwords.StaffLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# How long the link of an invitation works, and a code on paper unless an officer says otherwise.
AGENT_INVITATION_DAYS = 30
AGENT_CODE_DAYS = 90
# Codes refused from one connection within an hour, before "later, please".
AGENT_CODE_LIMIT = 20
# `manage.py erase_old_data` erases links and codes so long after they open nothing any more, and
# requests decided or statuses ended so long ago. The page of agents says one year.
AGENT_KEY_RETENTION_DAYS = 30
AGENT_RECORD_RETENTION_DAYS = 365
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# Tells the owner of the account by mail of each change of password or second factor.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "portal.accounts.sign_in_forms.LoginForm",
    "request_login_code": "portal.accounts.sign_in_forms.RequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.sign_in_forms.ConfirmLoginCodeForm",
    "signup": "portal.accounts.sign_in_forms.SignupForm",
    "change_password": "portal.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "portal.accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "portal.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "portal.accounts.sign_in_forms.ReauthenticateForm",
}
# A code by mail instead of a password. Half an hour: mails are slow, and people type slowly.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
# What is asked again before a change of security: so many seconds after the last time.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Codes by mail for that, which one account may ask for in an hour.
MAILED_PROOF_LIMIT = 5

# Who may enter the admin proves it twice (docs/decisions/0013-second-factor.md).
STAFF_SECOND_FACTOR = True
MFA_ADAPTER = "portal.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The code before and the code after are accepted too: a telephone's clock drifts, and a code may
# end while it is typed. Each works once (portal.accounts.factor_forms).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "portal.accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.factor_forms.ReauthenticateForm",
    "activate_totp": "portal.accounts.factor_forms.ActivateTOTPForm",
    "add_webauthn": "portal.accounts.factor_forms.AddWebAuthnForm",
    "edit_webauthn": "portal.accounts.factor_forms.EditWebAuthnForm",
}

# How long both addresses have to confirm a change of address.
EMAIL_CHANGE_SECONDS = 3 * 24 * 3600
# Changes of address that one account may ask for in an hour: each writes two mails.
EMAIL_CHANGE_LIMIT = 5
# A list of one's sessions says when each was seen, no finer than this: one write an hour.
SESSION_SEEN_SECONDS = 3600
