"""Columns with few different cells (sources, products, what happened): each different cell is read once, not each row.

For every such field there is a DuckDB table `words_<field>(cell, number)`: the raw cell and the number that stands for
it in an event file, NULL for a cell that does not fit; `seen` is how often it was met.
"""

from dataclasses import dataclass, field

import duckdb
from django.utils.translation import gettext as _

from analytics import bulk
from analytics.events.schema import CODED
from analytics.importing import parse
from analytics.importing.catalogue import NamedProducts, name_products
from analytics.importing.kinds.types import Field, Holds
from analytics.importing.reading.raw import literal
from analytics.importing.refused import Refused
from analytics.models import Batch, Code
from shopops.shops.models import Shop

# Page and product share the number by which a first event is found (`analytics.rollup.people`): 26 and 24 bits.
LARGEST_CODE = {"page": (1 << 26) - 1, "product": (1 << 24) - 1, "source": 65_000, "region": 65_000, "device": 250}
# So few words are faster compared one by one than looked up.
FEW = 12
NAMES = {"dimension": "VARCHAR", "number": "INTEGER", "name": "VARCHAR"}


@dataclass
class Words:
    """The tables of words of one file. `make` writes the names that are new to the shop."""

    connection: duckdb.DuckDBPyConnection
    shop: Shop
    fields: list[Field]
    translations: dict[str, dict[str, str]]
    products: NamedProducts | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        known = Code.objects.filter(shop=self.shop).values_list(*NAMES)
        bulk.create_known(self.connection, "known_codes", NAMES, known)
        self.connection.execute("CREATE TEMP TABLE named_codes AS SELECT *, false AS fresh FROM known_codes")
        for each in self.fields:
            self.connection.execute(f"CREATE TEMP TABLE words_{each.name} (cell VARCHAR, number INTEGER, seen BIGINT)")

    def learn(self, cells: str) -> bool:
        """Read the cells of a select with a column a field; gives whether any was new."""
        if not self.fields:
            return False
        names = [f'"{each.name}"' for each in self.fields]
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE different AS SELECT {', '.join(names)}, count(*) AS seen FROM ({cells})"
            f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in names)})"
        )
        learnt = [self._learn(each) for each in self.fields]
        return any(learnt)

    def join(self, name: str, *, raw: str) -> str:
        """SQL after FROM that finds the words of a column; nothing where there are so few that `number` tells them."""
        return "" if self._few(name) else f" LEFT JOIN words_{name} ON {raw} = words_{name}.cell"

    def number(self, name: str, *, raw: str) -> str:
        """SQL of the number of a cell; NULL for one that does not fit, or that was not learnt."""
        few = self._few(name)
        branches = " ".join(f"WHEN {literal(cell)} THEN {number}" for cell, number in few)
        return f"CASE {raw} {branches} END" if few else f"words_{name}.number"

    def _few(self, name: str) -> list[tuple[str, int]]:
        # The frequent ones first: what a row is compared with ends where it is found.
        found = self.connection.execute(
            f"SELECT cell, number FROM words_{name} WHERE number IS NOT NULL ORDER BY seen DESC, cell LIMIT {FEW + 1}"
        ).fetchall()
        return found if len(found) <= FEW else []

    def make(self, batch: Batch, *, used: dict[str, set[int]] | None) -> None:
        """Within the batch's transaction: keep the new names, or those among them that are `used`."""
        fresh = "SELECT dimension, number, name FROM named_codes WHERE fresh ORDER BY 1, 2"
        rows = (row for row in bulk.fetched(self.connection, fresh) if used is None or row[1] in used[row[0]])
        bulk.insert(Code, ("shop_id", "dimension", "number", "name"), ((batch.shop_id, *row) for row in rows))
        if self.products:
            self.products.make(batch, used=None if used is None else used["product"])

    def _learn(self, each: Field) -> bool:
        words = f"words_{each.name}"
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE new_cells AS SELECT cell, {parse.text('cell')} AS name,"
            " NULL::VARCHAR AS problem, seen FROM"
            f' (SELECT "{each.name}" AS cell, seen FROM different WHERE "{each.name}" IS NOT NULL)'
            f" ANTI JOIN {words} USING (cell)"
        )
        if each.holds is Holds.CHOICE:
            number = parse.choice("name", each.choices, self.translations.get(each.name, {}))
            learnt = f"SELECT cell, {number}, seen FROM new_cells"
        else:
            learnt = self._named(each)
        counted = self.connection.execute(f"INSERT INTO {words} {learnt}").fetchone()
        return bool(counted and counted[0])

    def _named(self, each: Field) -> str:
        """Select of the new cells with the numbers of their names; an empty cell is 0, unknown."""
        self.connection.execute(
            f"UPDATE new_cells SET problem = 'unfit', name = NULL WHERE length(name) > {each.longest}"
        )
        if each.name in CODED:
            self._name_codes(each.name)
            names = f"(SELECT name, number FROM named_codes WHERE dimension = '{each.name}')"
        else:
            self.connection.execute(
                "CREATE OR REPLACE TEMP TABLE new_products AS SELECT name AS product, problem FROM new_cells"
            )
            self.products = name_products(self.connection, self.shop, table="new_products")
            names = "(SELECT code AS name, number FROM named_products)"
        self._check_size(each.name, names)
        return (
            "SELECT cell, CASE WHEN problem IS NULL THEN coalesce(number, 0) END, seen"
            f" FROM new_cells LEFT JOIN {names} AS names USING (name)"
        )

    def _name_codes(self, dimension: str) -> None:
        self.connection.execute(
            f"INSERT INTO named_codes SELECT '{dimension}', (SELECT coalesce(max(number), 0) FROM named_codes"
            f" WHERE dimension = '{dimension}') + row_number() OVER (ORDER BY name), name, true"
            " FROM (SELECT DISTINCT name FROM new_cells WHERE name IS NOT NULL)"
            f" ANTI JOIN (SELECT name FROM named_codes WHERE dimension = '{dimension}') USING (name)"
        )

    def _check_size(self, name: str, names: str) -> None:
        top = self.connection.execute(f"SELECT max(number) FROM {names} AS names").fetchone()
        if top and (top[0] or 0) > LARGEST_CODE[name]:
            raise Refused(
                _("The column “%(name)s” has more than %(limit)d different values: this is no list of names.")
                % {"name": name, "limit": LARGEST_CODE[name]}
            )
