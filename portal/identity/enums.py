"""The providers of identities, and every reason not to believe one of their answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderId(models.TextChoices):
    """Who vouches for a person; the label is a name and is not translated."""

    FRANCECONNECT = "franceconnect", "FranceConnect"
    PROCONNECT = "proconnect", "ProConnect"

    @property
    def is_for_agents(self) -> bool:
        return self is ProviderId.PROCONNECT


class Process(models.TextChoices):
    """Why somebody leaves for a provider."""

    ENTER = "enter", _("Signing in")
    LINK = "link", _("Linking to an account")


class Kind(models.TextChoices):
    """What a refusal means for the person, whatever its technical reason."""

    CANCELLED = "cancelled", _("You stopped before the end")
    EXPIRED = "expired", _("This sign-in took too long or was already used")
    UNVERIFIED = "unverified", _("The answer could not be verified")
    EMPLOYER = "employer", _("This sign-in is for the agents of the city")
    LEVEL = "level", _("Your identity must be checked more firmly")
    DOWN = "down", _("The sign-in service does not answer")
    LINKED = "linked", _("This identity cannot be linked")
    BUSY = "busy", _("Too many attempts")


class Reason(models.TextChoices):
    """Why an answer, or a request, was refused; the code is what the security event keeps."""

    CANCELLED = "cancelled", _("The person stopped at the provider.")
    PROVIDER_REFUSED = "provider_refused", _("The provider refused the request.")
    PARAMETER_UNEXPECTED = "parameter_unexpected", _("The address carried parameters.")
    STATE_MISSING = "state_missing", _("The answer carried no state.")
    STATE_FORGED = "state_forged", _("The state was not made by this portal.")
    STATE_FOREIGN = "state_foreign", _("The state belongs to another browser.")
    STATE_REPLAYED = "state_replayed", _("The state was already used.")
    STATE_EXPIRED = "state_expired", _("The state is too old.")
    SESSION_CHANGED = "session_changed", _("The account that asked is no longer signed in.")
    CODE_MISSING = "code_missing", _("The answer carried no code.")
    CODE_REFUSED = "code_refused", _("The provider did not accept the code.")
    DISCOVERY_WRONG = "discovery_wrong", _("What the provider publishes is not as expected.")
    HOST_UNKNOWN = "host_unknown", _("An address of the provider is not on a known host.")
    PROVIDER_DOWN = "provider_down", _("The provider does not answer.")
    PROVIDER_SLOW = "provider_slow", _("The provider took too long to answer.")
    ANSWER_TOO_BIG = "answer_too_big", _("The provider’s answer is too big.")
    ANSWER_WRONG = "answer_wrong", _("The provider’s answer cannot be read.")
    TOKEN_MALFORMED = "token_malformed", _("A token cannot be read.")
    ALGORITHM_NONE = "algorithm_none", _("A token is not signed.")
    ALGORITHM_SYMMETRIC = "algorithm_symmetric", _("A token is signed with a shared secret.")
    ALGORITHM_REFUSED = "algorithm_refused", _("A token is signed in a way that is not accepted.")
    KEY_UNKNOWN = "key_unknown", _("A token is signed with a key that nobody published.")
    SIGNATURE_WRONG = "signature_wrong", _("The signature of the identity is wrong.")
    ISSUER_WRONG = "issuer_wrong", _("The answer comes from another issuer.")
    AUDIENCE_WRONG = "audience_wrong", _("The answer is meant for another site.")
    PARTY_WRONG = "party_wrong", _("The answer was asked for by another site.")
    TOKEN_EXPIRED = "token_expired", _("The identity is out of date.")
    TOKEN_EARLY = "token_early", _("The identity is dated in the future.")
    NONCE_WRONG = "nonce_wrong", _("The identity does not answer this request.")
    ACR_TOO_LOW = "acr_too_low", _("The identity was not checked firmly enough.")
    SUBJECT_WRONG = "subject_wrong", _("The identity names nobody.")
    USERINFO_PLAIN = "userinfo_plain", _("The details of the identity are not signed.")
    USERINFO_SIGNATURE_WRONG = (
        "userinfo_signature_wrong",
        _("The signature of the details is wrong."),
    )
    USERINFO_ISSUER_WRONG = "userinfo_issuer_wrong", _("The details come from another issuer.")
    USERINFO_AUDIENCE_WRONG = (
        "userinfo_audience_wrong",
        _("The details are meant for another site."),
    )
    SUBJECT_DIFFERS = "subject_differs", _("The details are about somebody else.")
    SIRET_REFUSED = "siret_refused", _("The employer is not the city.")
    LINKED_ELSEWHERE = "linked_elsewhere", _("This identity already opens another account.")
    HAS_ONE_ALREADY = (
        "has_one_already",
        _("The account already has an identity of this provider."),
    )
    LAST_WAY_IN = "last_way_in", _("It is the only way to sign in to this account.")
    PROOF_TOO_OLD = "proof_too_old", _("The sign-in is not recent enough.")
    LOGOUT_STATE_WRONG = "logout_state_wrong", _("The return from signing out was not asked for.")
    TOO_MANY = "too_many", _("Too many attempts from one connection.")
    ALREADY_DECIDED = "already_decided", _("This request was already decided.")


class Outcome(models.TextChoices):
    """What became of a request to reconnect an identity."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Reconnected")
    REFUSED = "refused", _("Refused")
