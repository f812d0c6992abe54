"""What a demo shop is made from: everything else about it follows from these values and the date."""

from dataclasses import dataclass, field
from datetime import date

from shopops.demo.draws import Draws
from shopops.demo.rates import Rates, Story, ordinary


@dataclass(frozen=True)
class World:
    """`visitors` is the mean number of visitors a day. `stories` change the rates of the days they are about."""

    seed: int = 1
    visitors: int = 1500
    stories: tuple[Story, ...] = field(default=())

    def draws(self, day: date) -> Draws:
        return Draws(seed=self.seed, day=day)

    def rates(self, day: date) -> Rates:
        """The rates of `day`, as every story in turn leaves them."""
        rates = ordinary(day)
        for story in self.stories:
            rates = story(day, rates)
        return rates
