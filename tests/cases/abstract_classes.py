from collections import deque, defaultdict
from collections.abc import Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Mapping
from collections.abc import MutableMapping, MutableSequence, Reversible, Sequence, Set, Sized


def numbers():
    yield 1


class Bag:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __eq__(self, other):
        return self.items == other.items


class Cursor:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration

    def __call__(self):
        return 1

    def __contains__(self, item):
        return False


class Stack(list):
    __hash__ = None


class Silent(Cursor):
    __iter__ = None


things = [numbers(), [], (), "a", {}, set(), 3, None, numbers, len, Bag([]), Cursor(), Stack(), Silent(), deque()]
things += [defaultdict(list), range(3), iter([]), Bag, frozenset(), b"", bytearray(), zip(), ValueError("x")]
kinds = [Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Mapping, MutableMapping]
kinds += [MutableSequence, Reversible, Sequence, Set, Sized]
for number, thing in enumerate(things):
    print(number, "".join("x" if isinstance(thing, kind) else "." for kind in kinds))
print(issubclass(Bag, Iterable), issubclass(Cursor, Iterator), isinstance(3, (Iterable, int)))
bag = Bag([1, [2]])
first, second = bag
print(first, second is bag.items[1], len(bag))
