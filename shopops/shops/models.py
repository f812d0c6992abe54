"""Shops, who works in them, and how each cuts its days."""

import secrets
from datetime import date, time
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from shopops.shops.days import DayCutRule, ShopDays


class Platform(models.TextChoices):
    TAOBAO = "taobao", _("Taobao")
    TMALL = "tmall", _("Tmall")
    JD = "jd", _("JD")
    DOUYIN = "douyin", _("Douyin")
    PDD = "pdd", _("Pinduoduo")
    SHOPIFY = "shopify", _("Shopify")
    WOOCOMMERCE = "woocommerce", _("WooCommerce")
    OWN = "own", _("Own site")


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    OPERATOR = "operator", _("Operator")
    SERVICE_LEAD = "service_lead", _("Service lead")
    AGENT = "agent", _("Service agent")
    ANALYST = "analyst", _("Analyst")


def new_hash_key() -> str:
    # 128 bits: with an ordinary id they fit into one block of the hash.
    return secrets.token_hex(16)


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device is set")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Verdict(models.TextChoices):
    """The colour of good news; in Chinese markets it is often red."""

    GREEN = "green", _("Green is good, red is bad")
    RED = "red", _("Red is good, green is bad")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class ShopQuerySet(models.QuerySet["Shop"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The shops this person works in; site staff get no shop by being staff."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(memberships__user=user)


class Shop(models.Model):
    """One shop on one platform. Days are cut by `day_cuts`, money is in minor units of `currency`."""

    slug = models.SlugField(_("address"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    timezone = models.CharField(_("time zone"), max_length=50, default="Asia/Shanghai")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    # Visitors and buyers are kept as hashes under this key, never by their ids.
    hash_key = models.CharField(max_length=64, default=new_hash_key, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # The day cuts, where the query that found the shop has brought them along.
    known_cuts: tuple[DayCutRule, ...] | None = None

    objects = ShopQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> ShopDays:
        """How this shop cuts time into business days; one query unless the cuts are known."""
        rules = self.known_cuts
        if rules is None:
            rules = tuple(DayCutRule(cut.first_day, cut.cut, cut.timezone) for cut in self.day_cuts.all())
        return ShopDays(rules=rules, zone=ZoneInfo(self.timezone))


class DayCut(models.Model):
    """From `first_day` on, the shop's day begins at `cut` local time of `timezone`. Stored days are never cut anew."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="day_cuts")
    first_day = models.DateField(default=date.min)
    cut = models.TimeField(default=time(0))
    timezone = models.CharField(max_length=50)

    class Meta:
        ordering = ("first_day",)
        constraints = [models.UniqueConstraint(fields=("shop", "first_day"), name="one_cut_a_day")]

    def __str__(self) -> str:
        return f"{self.first_day} {self.cut}"


class Membership(models.Model):
    """A person's role in a shop; taking the row away shuts the door at the next request."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "shop"), name="one_role_in_a_shop")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.shop}"


class Preferences(models.Model):
    """How a person wants the pages to look; an empty `language` or `home` is left to the browser and to the role."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    theme = models.CharField(_("Colours"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    verdict = models.CharField(_("Good and bad"), max_length=10, choices=Verdict.choices, default=Verdict.GREEN)
    density = models.CharField(_("Spacing"), max_length=20, choices=Density.choices, default=Density.COMFORTABLE)
    # The key of a page, as in the table of `shopops.shops.access`.
    home = models.CharField(_("First page"), max_length=30, blank=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"{self.user}"
