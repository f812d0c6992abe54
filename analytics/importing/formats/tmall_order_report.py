"""The order report of a Tmall shop: one row an order.

买家实际支付金额 ("actually paid") is already net of 退款金额 in this export: for every paid order
总金额 = 买家实际支付金额 + 退款金额. So the paid amount, gross as everywhere, is 总金额 of the orders with a
payment time, and 买家实际支付金额 is not read: deducting refunds from it would count them twice. Each 退款金额
becomes a refund of its order, without a date. The full report names buyer, pieces and freight, the short one does not.
"""

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Derived, Format, Route

TMALL_ORDER_REPORT = declare_format(
    Format(
        key="tmall_order_report",
        kind="orders",
        label="天猫订单报表",
        columns={
            "order": "订单编号",
            "amount": "总金额",
            "region": "收货地址",
            "created": "订单创建时间",
            "paid": "订单付款时间",
            "net": "买家实际支付金额",
            "refunded": "退款金额",
        },
        optional={"buyer": "买家会员名", "items": "宝贝总数量", "freight": "买家应付邮费"},
        routes=(
            Route(
                kind="refunds",
                sql='try_cast("退款金额" AS DECIMAL(18, 2)) > 0',
                columns={"refund": Derived("'order ' || \"订单编号\""), "order": "订单编号", "amount": "退款金额"},
                alone=False,
            ),
        ),
    )
)
