"""What an agent whose identifier changed gives to be found again."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReconnectionForm(forms.Form):
    """The address of the former account; an administrator checks that it is the same person."""

    former_email = forms.EmailField(
        label=_("E-mail address of your account"),
        max_length=254,
        help_text=_("The one you used before, for example prenom.nom@ville.fr."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
