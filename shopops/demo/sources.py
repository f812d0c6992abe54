"""Where visitors of the demo shop come from: sources, provinces, devices. Pure."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Source:
    """One way into the shop.

    `new` and `returning` weigh it among people who come for the first time and again. `bounce` is the share of visits
    that see one page and do nothing; of the other visits, `more_views` are seen beyond two, and `save`, `inquiry` and
    `order` are the shares with that act. `front` is the share landing on the shop's front page, `tiers` spreads the
    rest over traffic, profit, image and custom items.
    """

    name: str
    new: float
    returning: float
    bounce: float
    more_views: float
    save: float
    inquiry: float
    order: float
    front: float
    tiers: tuple[float, float, float, float]


SOURCES = (
    Source("手淘搜索", 41, 26, 0.54, 2.7, 0.155, 0.18, 0.046, 0.02, (0.58, 0.34, 0.03, 0.05)),
    Source("手淘推荐", 25, 16, 0.58, 3.0, 0.145, 0.16, 0.039, 0.03, (0.46, 0.42, 0.06, 0.06)),
    Source("直通车", 16, 8, 0.54, 3.1, 0.16, 0.21, 0.050, 0.0, (0.62, 0.34, 0.01, 0.03)),
    Source("购物车/收藏", 1, 21, 0.37, 3.6, 0.17, 0.21, 0.083, 0.03, (0.36, 0.50, 0.06, 0.08)),
    Source("淘宝客", 7, 5, 0.62, 2.1, 0.12, 0.17, 0.038, 0.02, (0.66, 0.30, 0.01, 0.03)),
    Source("会员私域", 1, 15, 0.35, 3.9, 0.19, 0.22, 0.076, 0.28, (0.18, 0.56, 0.11, 0.15)),
    Source("直播", 6, 7, 0.46, 2.9, 0.18, 0.19, 0.053, 0.14, (0.42, 0.40, 0.13, 0.05)),
    Source("站外", 3, 2, 0.66, 1.8, 0.09, 0.13, 0.021, 0.12, (0.40, 0.36, 0.16, 0.08)),
)
SOURCE_NAMES = tuple(source.name for source in SOURCES)
NEW_WEIGHTS = np.array([source.new for source in SOURCES], dtype=float)
RETURNING_WEIGHTS = np.array([source.returning for source in SOURCES], dtype=float)
MORE_VIEWS = np.array([source.more_views for source in SOURCES])

# The 31 provinces of the mainland by their share of buyers of clothes.
REGIONS = {
    "广东": 12.6, "浙江": 10.1, "江苏": 9.8, "山东": 6.6, "上海": 5.9, "四川": 5.8, "河南": 5.2, "北京": 4.9,
    "湖北": 4.3, "河北": 4.1, "福建": 4.0, "安徽": 3.9, "湖南": 3.8, "辽宁": 2.8, "重庆": 2.4, "陕西": 2.3,
    "江西": 2.2, "广西": 2.0, "云南": 1.9, "黑龙江": 1.6, "山西": 1.6, "天津": 1.4, "贵州": 1.4, "吉林": 1.3,
    "内蒙古": 1.1, "新疆": 1.0, "甘肃": 0.9, "海南": 0.6, "宁夏": 0.4, "青海": 0.2, "西藏": 0.2,
}  # fmt: skip
REGION_NAMES = tuple(REGIONS)
REGION_WEIGHTS = np.array(list(REGIONS.values()))
# Where parcels cost the buyer extra.
REMOTE = np.isin(REGION_NAMES, ("新疆", "西藏", "内蒙古", "青海", "宁夏", "甘肃"))

DEVICE_NAMES = ("手机", "电脑", "平板")
DEVICE_WEIGHTS = np.array([92.0, 6.0, 2.0])
