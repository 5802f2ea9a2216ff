"""How the page of a commitment writes its figures: values with their unit, amounts in euros."""

from decimal import Decimal

from django import template

from portal.cms.typography import NBSP

from ..models import Indicator

register = template.Library()


@register.filter
def figure(value: Decimal, indicator: Indicator) -> str:
    """« 62,5 % », « 1 250 contrats »: as many decimals as the indicator shows."""
    return f"{_french(value, indicator.decimals)}{NBSP}{indicator.unit}"


@register.filter
def euros(value: Decimal | None) -> str:
    """« 400 000 € », « 1 250,50 € »: no cents when there are none."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return f"{_french(value, 0 if whole else 2)}{NBSP}€"


def _french(value: Decimal, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace(",", NBSP).replace(".", ",")
