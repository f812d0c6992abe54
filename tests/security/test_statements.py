"""The rule of `tests/security/scope.py`, on statements one can read: what passes, what is refused."""

import pytest

from shopops.shops.models import Shop
from tests.security.scope import EXCEPTIONS, Scope

PRODUCT = 'SELECT "p"."id" FROM "catalog_product" "p"'


@pytest.fixture
def scope() -> Scope:
    """A request that has found shop 1 through user 5, and product 7 in it."""
    scope = Scope(shops_are_free=False)
    scope.known = {("auth_user", "5"), ("shops_shop", "1"), ("catalog_product", "7")}
    return scope


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        (f'{PRODUCT} WHERE "p"."shop_id" = %s', [1]),
        (f'{PRODUCT} WHERE ("p"."shop_id" = %s AND NOT ("p"."code" = %s))', [1, "x"]),
        (f'{PRODUCT} WHERE "p"."shop_id" = 1', []),
        (f'{PRODUCT} WHERE (("p"."code" = %s AND "p"."shop_id" = %s) OR ("p"."id" = %s))', ["x", 1, 7]),
        (f'{PRODUCT} WHERE "p"."id" = %s', [7]),
        (f'{PRODUCT} WHERE "p"."id" IN (%s, %s)', [7, 7]),
        ('SELECT * FROM "catalog_product" WHERE "shop_id" = %s', [1]),
        (f'{PRODUCT} INNER JOIN "catalog_tierassignment" t ON ("p"."id" = t."product_id") WHERE t."shop_id" = %s', [1]),
        (f'{PRODUCT} LEFT JOIN "sales_orderline" l ON (l."product_id" = "p"."id") WHERE "p"."shop_id" = %s', [1]),
        (
            f'{PRODUCT} WHERE "p"."id" IN (SELECT U0."product_id" FROM "sales_orderline" U0 WHERE U0."shop_id" = %s)',
            [1],
        ),
        (
            f'{PRODUCT} WHERE "p"."shop_id" = %s AND EXISTS'
            '(SELECT 1 FROM "sales_orderline" U0 WHERE U0."product_id" = ("p"."id") LIMIT 1)',
            [1],
        ),
        (
            'SELECT "s"."id" FROM "shops_shop" "s" INNER JOIN "shops_membership" m ON ("s"."id" = m."shop_id") '
            'WHERE m."user_id" = %s',
            [5],
        ),
        ('UPDATE "catalog_product" SET "title" = %s WHERE "catalog_product"."shop_id" = %s', ["x", 1]),
        ('DELETE FROM "catalog_product" WHERE "catalog_product"."id" IN (%s)', [7]),
        ('INSERT INTO "catalog_product" ("code", "shop_id") VALUES (%s, %s), (%s, %s)', ["a", 1, "b", 1]),
        ('SELECT "session_key" FROM "django_session"', []),
    ],
)
def test_a_statement_of_the_own_shop_passes(scope, sql, params):
    assert scope.judge(sql, params, dialect="sqlite") == ""
    assert scope.judge(sql, params, dialect="postgres") == ""


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        (PRODUCT, []),
        (f'{PRODUCT} WHERE "p"."shop_id" = %s', [2]),
        (f'{PRODUCT} WHERE "p"."shop_id" = 2', []),
        (f'{PRODUCT} WHERE "p"."shop_id" IN (%s, %s)', [1, 2]),
        (f'{PRODUCT} WHERE ("p"."shop_id" = %s OR "p"."code" = %s)', [1, "x"]),
        (f'{PRODUCT} WHERE NOT ("p"."shop_id" = %s)', [1]),
        (f'{PRODUCT} WHERE (("p"."code" = %s AND "p"."shop_id" = %s) OR ("p"."shop_id" = %s))', ["x", 1, 2]),
        (f'{PRODUCT} WHERE ("p"."shop_id" = %s OR ("p"."shop_id" = %s AND 1 = 1) OR "p"."code" = %s)', [1, 1, "x"]),
        (f'{PRODUCT} WHERE "p"."shop_id" >= %s', [1]),
        (f'{PRODUCT} WHERE "p"."id" = %s', [8]),
        (f'{PRODUCT} WHERE "p"."code" = %s', [7]),
        # A left join says nothing about the rows on its left, and nothing limits those on its right.
        (f'{PRODUCT} LEFT JOIN "sales_orderline" l ON (l."product_id" = "p"."id" AND "p"."shop_id" = %s)', [1]),
        (f'{PRODUCT} LEFT JOIN "sales_orderline" l ON (l."quantity" = 1) WHERE "p"."shop_id" = %s', [1]),
        (f'{PRODUCT}, "sales_orderline" l WHERE "p"."shop_id" = %s', [1]),
        (f'{PRODUCT} WHERE "p"."id" IN (SELECT U0."product_id" FROM "sales_orderline" U0)', []),
        (f'{PRODUCT} WHERE "p"."shop_id" = %s AND EXISTS(SELECT 1 FROM "sales_orderline" U0)', [1]),
        (f'{PRODUCT} WHERE "p"."shop_id" = %s UNION {PRODUCT}', [1]),
        ('SELECT "s"."id" FROM "shops_shop" "s" WHERE "s"."slug" = %s', ["other"]),
        ('SELECT m."shop_id" FROM "shops_membership" m WHERE m."user_id" = %s', [6]),
        ('UPDATE "catalog_product" SET "shop_id" = %s WHERE "catalog_product"."id" = %s', [1, 8]),
        ('DELETE FROM "catalog_product"', []),
        ('INSERT INTO "catalog_product" ("code", "shop_id") VALUES (%s, %s), (%s, %s)', ["a", 1, "b", 2]),
    ],
)
def test_a_statement_that_reaches_further_is_refused(scope, sql, params):
    assert scope.judge(sql, params, dialect="sqlite")
    assert scope.judge(sql, params, dialect="postgres")


def test_a_job_may_look_shops_up_but_not_rows_without_their_shop():
    scope = Scope(shops_are_free=True)
    assert not scope.judge('SELECT "id" FROM "shops_shop"', [], dialect="sqlite")
    assert not scope.judge(f'{PRODUCT} WHERE "p"."shop_id" = %s', [3], dialect="sqlite")
    assert scope.judge(f'{PRODUCT} WHERE "p"."id" = %s', [3], dialect="sqlite")


def test_rows_are_known_once_they_were_read(new_shop, watch):
    shop = new_shop("north")
    with watch.entering(shops_are_free=False):
        list(Shop.objects.filter(pk=shop.pk))
        assert len(watch.taken()) == 1  # a number that came from nowhere
        list(Shop.objects.filter(pk=shop.pk))
        assert watch.taken() == []


def test_the_exceptions_stay_few_and_have_reasons():
    assert len(EXCEPTIONS) <= 10
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())
