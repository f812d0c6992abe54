"""Events: what visitors did. They become day files, not rows; equal rows of one file are told apart by their number."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics import bulk
from analytics.events.schema import CODED, COLUMNS, Kind
from analytics.events.store import day_folder
from analytics.events.visitors import visitor_sql
from analytics.events.write import DayFile, discard, write_days
from analytics.importing.catalogue import NamedProducts, name_products
from analytics.importing.days import with_day
from analytics.importing.kinds.registry import declare_kind
from analytics.importing.kinds.types import Field, Holds, ImportKind
from analytics.importing.refused import Refused
from analytics.importing.session import Outcome, Session
from analytics.models import Batch, BatchDay, BatchState, Code

LARGEST_CODE = {"page": 2_000_000_000, "source": 65_000, "region": 65_000, "device": 250}
# What makes two rows without a key the same click: everything that is kept of them.
CONTENT = tuple(column for column in COLUMNS if column not in ("event_id", "nth"))


@dataclass
class EventWork:
    """Day files written under names that nothing reads yet."""

    session: Session
    products: NamedProducts
    files: list[DayFile]
    outcome: Outcome

    def commit(self, batch: Batch) -> Outcome:
        self.products.make(batch)
        fresh = bulk.fetched(self.session.connection, "SELECT dimension, number, name FROM named_codes WHERE fresh")
        bulk.insert(Code, ("shop_id", "dimension", "number", "name"), ((batch.shop_id, *row) for row in fresh))
        BatchDay.objects.bulk_create(
            BatchDay(
                shop_id=batch.shop_id,
                batch=batch,
                day=file.day,
                rows=file.rows,
                file=file.stored.name,
                size=file.stored.size,
                sha256=file.stored.sha256,
            )
            for file in self.files
        )
        return self.outcome

    def discard(self) -> None:
        discard(self.files)


def prepare(session: Session) -> EventWork:
    products = name_products(session.connection, session.shop, table=session.stage.table)
    _name_codes(session)
    _create_coded(session)
    rows = _count(session, "coded")
    _create_fresh(session)
    files = write_days(session.connection, table="fresh_events", shop_id=session.shop.pk)
    accepted = sum(file.rows for file in files)
    outcome = Outcome(
        accepted=accepted,
        duplicates=rows - accepted,
        days={file.day: file.rows for file in files},
        events_changed=bool(files),
    )
    return EventWork(session, products, files, outcome)


def _count(session: Session, table: str) -> int:
    counted = session.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return counted[0] if counted else 0


def _name_codes(session: Session) -> None:
    """The table `named_codes(dimension, number, name, fresh)` of all names that the stage uses."""
    given = [name for name in CODED if name in session.stage.fields]
    known = Code.objects.filter(shop=session.shop).values_list("dimension", "number", "name")
    bulk.create_known(
        session.connection, "known_codes", {"dimension": "VARCHAR", "number": "INTEGER", "name": "VARCHAR"}, known
    )
    session.connection.execute(
        "CREATE TEMP TABLE named_codes AS SELECT dimension, number, name, false AS fresh FROM known_codes"
    )
    for dimension in given:
        highest = Code.objects.filter(shop=session.shop, dimension=dimension).aggregate(top=Max("number"))["top"] or 0
        session.connection.execute(
            f"INSERT INTO named_codes SELECT '{dimension}', {highest} + row_number() OVER (ORDER BY name), name, true"
            f" FROM (SELECT DISTINCT {dimension} AS name FROM {session.stage.table}"
            f" WHERE {dimension} IS NOT NULL AND problem IS NULL)"
            f" ANTI JOIN (SELECT name FROM known_codes WHERE dimension = '{dimension}') USING (name)"
        )
        _check_codes(session, dimension)


def _check_codes(session: Session, dimension: str) -> None:
    top = session.connection.execute(f"SELECT max(number) FROM named_codes WHERE dimension = '{dimension}'").fetchone()
    if top and (top[0] or 0) > LARGEST_CODE[dimension]:
        raise Refused(
            _("The column “%(name)s” has more than %(limit)d different values: this is no list of names.")
            % {"name": dimension, "limit": LARGEST_CODE[dimension]}
        )


def _create_coded(session: Session) -> None:
    """The table `coded`: the columns of an event file, with `day` instead of `nth`."""
    given = session.stage.fields
    joins = "".join(
        f" LEFT JOIN (SELECT name, number FROM named_codes WHERE dimension = '{name}') AS {name}_codes"
        f" ON rows.{name} = {name}_codes.name"
        for name in CODED
        if name in given
    )
    columns = ", ".join(
        f"CAST({_column(name, session)} AS {COLUMNS[name]}) AS {name}" for name in (*CONTENT, "event_id")
    )
    rows = with_day(session.connection, table=session.stage.table, time="time", day="day", days=session.days)
    session.connection.execute(
        f"CREATE TEMP TABLE coded AS SELECT row, day, {columns} FROM ({rows}) AS rows"
        f" LEFT JOIN named_products ON rows.product = named_products.code{joins} WHERE problem IS NULL"
        if "product" in given
        else f"CREATE TEMP TABLE coded AS SELECT row, day, {columns} FROM ({rows}) AS rows{joins} WHERE problem IS NULL"
    )


def _column(name: str, session: Session) -> str:
    """SQL of an event column from the stage's fields; what the file lacks is unknown."""
    given = session.stage.fields
    key = session.shop.hash_key
    whole = {
        "at": "rows.time",
        "visitor": visitor_sql("rows.visitor", key=key),
        "kind": "rows.event",
        "product": "coalesce(named_products.number, 0)" if "product" in given else "0",
        "session": visitor_sql("rows.session", key=key) if "session" in given else "NULL",
        "order_no": 'rows."order"' if "order" in given else "NULL",
    }
    if name in whole:
        return whole[name]
    if name in CODED:
        return f"coalesce({name}_codes.number, 0)" if name in given else "0"
    return f"rows.{name}" if name in given else "NULL"


def _create_fresh(session: Session) -> None:
    """The table `fresh_events`: rows that the shop does not have, each with its number among its equals."""
    connection = session.connection
    content = ", ".join(f'"{name}"' for name in CONTENT)
    connection.execute(
        "CREATE TEMP TABLE numbered AS SELECT *, CASE WHEN event_id IS NULL THEN"
        f" row_number() OVER (PARTITION BY event_id, {content} ORDER BY row) ELSE 1 END AS nth FROM coded"
        " QUALIFY event_id IS NULL OR row_number() OVER (PARTITION BY event_id ORDER BY row) = 1"
    )
    stored = _stored_files(session)
    if not stored:
        connection.execute("CREATE TEMP VIEW fresh_events AS SELECT * FROM numbered")
        return
    files = "[" + ", ".join(f"'{path}'" for path in stored) + "]"
    connection.execute(f"CREATE TEMP VIEW stored_events AS SELECT * FROM read_parquet({files})")
    same = " AND ".join(f'numbered."{name}" IS NOT DISTINCT FROM stored_events."{name}"' for name in (*CONTENT, "nth"))
    connection.execute(
        "CREATE TEMP TABLE fresh_events AS SELECT * FROM numbered WHERE event_id IS NOT NULL"
        " AND event_id NOT IN (SELECT event_id FROM stored_events WHERE event_id IS NOT NULL)"
    )
    connection.execute(
        "INSERT INTO fresh_events SELECT * FROM numbered WHERE event_id IS NULL AND NOT EXISTS"
        f" (SELECT 1 FROM stored_events WHERE stored_events.event_id IS NULL AND {same})"
    )


def _stored_files(session: Session) -> list[str]:
    """Event files of the shop on the days that the rows touch."""
    days = [day for (day,) in session.connection.execute("SELECT DISTINCT day FROM numbered ORDER BY 1").fetchall()]
    if not days:
        return []
    named = BatchDay.objects.filter(
        shop=session.shop, batch__state=BatchState.ACTIVE, day__range=(days[0], days[-1])
    ).exclude(file="")
    return [
        str(day_folder(session.shop.pk, day) / file)
        for day, file in named.values_list("day", "file")
        if day in set(days)
    ]


EVENTS = declare_kind(
    ImportKind(
        key="events",
        label=gettext_lazy("Events"),
        prepare=prepare,
        fields=(
            Field(
                "time",
                Holds.TIME,
                required=True,
                synonyms=("時間", "timestamp", "event_time", "时间", "访问时间", "发生时间", "action_time"),
            ),
            Field(
                "visitor",
                Holds.TEXT,
                required=True,
                longest=200,
                synonyms=("訪客", "訪客id", "visitor_id", "user", "user_id", "访客", "访客id", "用户id", "买家昵称"),
            ),
            Field(
                "event",
                Holds.CHOICE,
                required=True,
                synonyms=(
                    "事件",
                    "行為",
                    "event_type",
                    "action",
                    "behavior",
                    "behavior_type",
                    "事件",
                    "行为",
                    "行为类型",
                ),
                choices={
                    **dict.fromkeys(("view", "pv", "pageview", "page_view", "浏览"), int(Kind.VIEW)),
                    **dict.fromkeys(("favourite", "favorite", "fav", "collect", "收藏"), int(Kind.FAVOURITE)),
                    **dict.fromkeys(("cart", "add_to_cart", "addtocart", "加购", "加入购物车"), int(Kind.CART)),
                    **dict.fromkeys(("inquiry", "chat", "咨询"), int(Kind.INQUIRY)),
                    **dict.fromkeys(("order", "checkout", "下单"), int(Kind.ORDER)),
                    **dict.fromkeys(("pay", "payment", "支付"), int(Kind.PAY)),
                    **dict.fromkeys(("refund", "退款"), int(Kind.REFUND)),
                    **dict.fromkeys(("purchase", "buy", "购买"), int(Kind.PURCHASE)),
                    **dict.fromkeys(("other", "其他"), int(Kind.OTHER)),
                },
            ),
            Field(
                "product",
                Holds.TEXT,
                synonyms=("product_id", "item", "item_id", "sku", "sku_id", "商品", "商品id", "宝贝id"),
            ),
            Field("page", Holds.TEXT, longest=255, synonyms=("url", "page_url", "页面")),
            Field(
                "source",
                Holds.TEXT,
                longest=255,
                synonyms=("來源", "流量來源", "traffic_source", "utm_source", "referrer", "来源", "流量来源"),
            ),
            Field("region", Holds.TEXT, longest=255, synonyms=("地區", "province", "地区", "省份")),
            Field("device", Holds.TEXT, longest=255, synonyms=("裝置", "终端", "设备")),
            Field("session", Holds.TEXT, longest=200, synonyms=("session_id", "user_session", "会话id")),
            Field("order", Holds.TEXT, synonyms=("訂單編號", "order_id", "order_no", "订单编号", "订单号")),
            Field("amount", Holds.MONEY, synonyms=("金額", "price", "金额", "支付金额")),
            Field("quantity", Holds.WHOLE, least=0, synonyms=("數量", "qty", "数量", "件数")),
            Field("event_id", Holds.TEXT, synonyms=("id", "事件id")),
        ),
    )
)
