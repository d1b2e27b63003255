import pkg.helpers
from pkg import helpers as tools

from . import helpers
from .helpers import Keeper, add, total


def by_name(x, seen=[]):
    add(seen, x)


def by_module(x, seen=[]):
    helpers.add(seen, item=x)


def by_alias(x, seen=[]):
    tools.add(seen, x)


def by_full_name(x, seen=[]):
    pkg.helpers.add(seen, x)


def by_class(seen=[1]):
    return Keeper(seen)


def only_read(seen=[1, 2]):
    return total(seen)


def nobody_knows(x, seen=[]):
    helpers.unheard_of(seen, x)
