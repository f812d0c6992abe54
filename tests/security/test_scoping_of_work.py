"""P4 over the data's way: load, fill, ask and take back touch one shop only, statement by statement."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from shopops.catalog.models import ListingChange, Product
from shopops.sales.models import Order
from shopops.shops.models import Shop

FILES = {
    "products": "product,title,price,tier,tier_since\np1,Linen shirt,129.00,profit,2026-05-01\n",
    "orders": "order,buyer,created,paid,amount\no1,b1,2026-05-02 10:00,2026-05-02 10:05,129.00\n",
    "order_lines": "order,line,product,quantity,amount\no1,1,p1,1,129.00\n",
    "refunds": "refund,order,time,amount\nr1,o1,2026-05-03 09:00,29.00\n",
    "platform_daily": "day,visitors,paid_amount\n2026-05-02,10,129.00\n",
    "events": "time,visitor,event,product,source\n2026-05-02 09:00,b1,view,p1,search\n2026-05-02 09:01,v2,view,p1,\n",
}


def run(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, "--json", stdout=out)
    return out.getvalue()


@pytest.fixture
def worked(shop: Shop, foreign_shop: Shop, tmp_path: Path) -> Shop:
    """Two shops with the same files loaded and filled, and a later one that says another title."""
    file = tmp_path / "again.csv"
    for each in (foreign_shop, shop):
        for kind, text in FILES.items():
            (tmp_path / f"{kind}.csv").write_text(text)
            run("load", kind, str(tmp_path / f"{kind}.csv"), "--shop", each.slug)
        file.write_text(FILES["products"].replace("Linen", "Blue"))
        run("load", "products", str(file), "--shop", each.slug)
        run("fill", "--shop", each.slug)
    return shop


def facts(shop: Shop) -> tuple[int, ...]:
    """Products, orders and changes of listings."""
    return tuple(model.objects.filter(shop=shop).count() for model in (Product, Order, ListingChange))


def test_every_statement_of_the_way_of_the_data_is_limited_to_its_shop(worked, foreign_shop, watch):
    run("figures", "--shop", worked.slug, "--from", "2026-05-01", "--to", "2026-05-03", "--by", "product")
    run("figures", "--shop", worked.slug, "--from", "2026-05-01", "--to", "2026-05-03", "--basis", "platform")
    run("loads", "--shop", worked.slug)
    for batch in worked.batches.values_list("pk", flat=True):
        run("undo_load", str(batch))
    assert facts(worked) == (0, 0, 0)
    assert facts(foreign_shop) == (1, 1, 1)
    assert watch.judged > 100
    assert watch.taken() == []
