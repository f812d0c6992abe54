"""Products: what they are called, cost and look like, and which tier they play from which day on.

What a later file says anew of a listing is kept as a change of it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from analytics import bulk
from analytics.due import fact_range
from analytics.importing.catalogue import NamedProducts, name_products
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import Field, Holds, ImportKind
from analytics.importing.listings import note_changes
from analytics.importing.restate import Change, changes, restate
from analytics.importing.session import Outcome, Session
from analytics.models import Batch
from shopops.catalog.models import Product, Tier, TierAssignment

# A tier without a date counts from the beginning, where the product has none yet.
ALWAYS = date(1970, 1, 1)
COLUMNS = {"title": "VARCHAR", "category": "VARCHAR", "price": "BIGINT", "picture": "VARCHAR", "detail": "VARCHAR"}
# A detail page may be long: what is kept of it tells whether it changed, and how it begins.
LONG_DETAIL, BEGINNING = 500, 400
AS_KEPT = {
    "detail": f"CASE WHEN length(detail) > {LONG_DETAIL} THEN left(detail, {BEGINNING}) || '… #' || md5(detail)"
    " ELSE detail END AS detail"
}
KNOWN = {"id": "BIGINT", "code": "VARCHAR", **COLUMNS}
PICTURE = (
    *("主图", "主图链接", "主图地址", "商品主图", "宝贝主图", "商品图片", "图片", "图片链接"),
    *("主圖", "主圖連結", "主圖網址", "商品主圖", "商品圖片", "圖片", "圖片連結"),
    *("main_image", "image", "image_url", "image_src", "picture_url"),
)
DETAIL = (
    *("商品详情", "宝贝描述", "商品描述", "详情", "详情页"),
    *("商品詳情", "詳情", "詳情頁"),
    *("description", "detail_page", "body_html"),
)
TIERS = {
    **dict.fromkeys(("traffic", "引流款"), int(Tier.TRAFFIC)),
    **dict.fromkeys(("profit", "利润款"), int(Tier.PROFIT)),
    **dict.fromkeys(("image", "形象款"), int(Tier.IMAGE)),
    **dict.fromkeys(("custom", "定制款"), int(Tier.CUSTOM)),
}


@dataclass
class ProductWork:
    session: Session
    products: NamedProducts
    good: int

    def commit(self, batch: Batch) -> Outcome:
        connection = self.session.connection
        self.products.make(batch)
        known = Product.objects.filter(shop_id=batch.shop_id).values_list(*KNOWN)
        bulk.create_known(connection, "known_products", KNOWN, known)
        given = [name for name in COLUMNS if name in self.session.stage.fields]
        changed = changes(connection, stated="stated_products", known="known_products", key="code", columns=given)
        made = set(Product.objects.filter(shop_id=batch.shop_id, batch=batch.pk).values_list("id", flat=True))
        for change in changed:
            if change.row in made:
                Product.objects.filter(shop_id=batch.shop_id, pk=change.row).update(**change.after)
        restated = [change for change in changed if change.row not in made]
        restate(Product, batch, restated)
        note_changes(batch, restated)
        assigned, due = self._assign(batch)
        accepted = len(made | {change.row for change in changed} | assigned)
        return Outcome(accepted=accepted, duplicates=self.good - accepted, changed=len(restated), also_due=due)

    def _assign(self, batch: Batch) -> tuple[set[int], set[date]]:
        """New tier rows; gives the products they belong to and the first days they count from."""
        if "tier" not in self.session.stage.fields:
            return set(), set()
        assignments = TierAssignment.objects.filter(shop_id=batch.shop_id)
        present = {(each.product_id, each.first_day): each for each in assignments}
        stated = self.session.connection.execute(
            "SELECT known_products.id, coalesce(since, $1), tier FROM stated_products JOIN known_products USING (code)"
            " WHERE tier IS NOT NULL",
            [ALWAYS],
        ).fetchall()
        fresh = [row for row in stated if row[:2] not in present]
        TierAssignment.objects.bulk_create(
            TierAssignment(shop_id=batch.shop_id, product_id=product, first_day=since, tier=tier, batch=batch.pk)
            for product, since, tier in fresh
        )
        corrected = [row for row in stated if row[:2] in present and present[row[:2]].tier != row[2]]
        restate(
            TierAssignment,
            batch,
            [Change(present[row[:2]].pk, {"tier": present[row[:2]].tier}, {"tier": row[2]}) for row in corrected],
        )
        touched = [*fresh, *corrected]
        return {product for product, _since, _tier in touched}, self._due({since for _p, since, _t in touched})

    def _due(self, firsts: set[date]) -> set[date]:
        """Every day of the shop from the earliest of `firsts` on."""
        span = fact_range(self.session.shop)
        if not firsts or span is None:
            return set()
        first, last = max(min(firsts), span[0]), span[1]
        return {date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)}

    def discard(self) -> None:
        """Nothing is prepared outside of the transaction."""


def prepare(session: Session) -> ProductWork:
    connection, given = session.connection, session.stage.fields
    columns = ", ".join(
        AS_KEPT.get(name, name) if name in given else f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items()
    )
    tier = "tier" if "tier" in given else "NULL::INTEGER AS tier"
    since = "tier_since AS since" if "tier_since" in given else "NULL::DATE AS since"
    connection.execute(
        f"CREATE TEMP TABLE stated_products AS SELECT product AS code, {columns}, {tier}, {since}"
        f" FROM {session.stage.table} WHERE problem IS NULL"
        " QUALIFY row_number() OVER (PARTITION BY product, since ORDER BY row DESC) = 1"
    )
    products = name_products(connection, session.shop, table=session.stage.table)
    counted = connection.execute(f"SELECT count(*) FROM {session.stage.table} WHERE problem IS NULL").fetchone()
    return ProductWork(session, products, counted[0] if counted else 0)


PRODUCTS = declare_kind(
    ImportKind(
        key="products",
        label=_("Products"),
        prepare=prepare,
        fields=(
            Field(
                "product",
                Holds.TEXT,
                required=True,
                synonyms=("商品編碼", "product_id", "item_id", "sku", "商品id", "商品编码", "宝贝id"),
            ),
            Field(
                "title",
                Holds.TEXT,
                longest=255,
                synonyms=("商品標題", "商品名稱", "標題", "name", "商品标题", "宝贝标题", "商品名称", "标题"),
            ),
            Field("category", Holds.TEXT, longest=100, synonyms=("類目", "分類", "类目", "分类", "商品类目")),
            Field("price", Holds.MONEY, least=0, synonyms=("價格", "售價", "价格", "一口价", "售价")),
            Field("picture", Holds.TEXT, longest=1000, synonyms=PICTURE),
            Field("detail", Holds.TEXT, longest=1_000_000, synonyms=DETAIL),
            Field("tier", Holds.CHOICE, choices=TIERS, synonyms=("分層", "分层", "商品分层", "款型")),
            Field("tier_since", Holds.DAY, synonyms=("分层日期", "起始日期")),
        ),
    )
)
