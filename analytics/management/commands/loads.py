from typing import Any

from analytics.management.arguments import ShopCommand, shop_of


class Command(ShopCommand):
    help = "Lists the imports of a shop, newest first."

    def handle(self, *, shop: str, json: bool, **options: Any) -> None:
        batches = [
            {
                "batch": batch.pk,
                "kind": batch.kind,
                "format": batch.format,
                "file": batch.file_name,
                "state": batch.state,
                "rows": batch.rows,
                "accepted": batch.accepted,
                "rejected": batch.rejected,
                "duplicates": batch.duplicates,
                "loaded_at": batch.loaded_at.isoformat(),
            }
            for batch in shop_of(shop).batches.all()
        ]
        text = "\n".join(
            f"{each['batch']:>6}  {each['kind']:<12} {each['state']:<7} {each['accepted']:>10}  {each['file']}"
            for each in batches
        )
        self.answer(text or "No imports yet.", batches, as_json=json)
