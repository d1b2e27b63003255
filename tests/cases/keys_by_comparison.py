from functools import cmp_to_key


class Card:
    def __init__(self, rank):
        self.rank = rank

    def __repr__(self):
        return f"Card({self.rank})"

    def __del__(self):
        print("del", self.rank)


def by_length(a, b):
    return len(a) - len(b)


words = ["pear", "fig", "banana", "kiwi"]
ordered = sorted(words, key=cmp_to_key(by_length))
print(ordered, ordered[0] is words[1])
words.sort(key=cmp_to_key(lambda a, b: (a < b) - (a > b)))
print(words, max(words, key=cmp_to_key(by_length)))
calls = []


def by_rank(a, b):
    calls.append((a.rank, b.rank))
    return a.rank - b.rank


cards = [Card(3), Card(1), Card(2)]
cards.sort(key=cmp_to_key(by_rank))
print(cards, calls)
Key = cmp_to_key(by_rank)
key = Key(cards[0])
print(key < Key(cards[1]), key == Key(cards[0]), key.obj is cards[0])
best = min(cards, key=Key)
cards.clear()
print(best, key.obj is best)
del key
del best
print("end")


def refuse(a, b):
    if "fig" in (a, b):
        raise ValueError("no figs")
    return by_length(a, b)


fruits = ["pear", "apple", "kiwi", "fig", "plum"]
try:
    fruits.sort(key=cmp_to_key(refuse))
except ValueError as error:
    print(error, fruits)
