class Card:
    def __init__(self, rank, suit):
        self.rank = rank
        self.suit = suit
    def __eq__(self, other):
        if not isinstance(other, Card):
            return NotImplemented
        return self.rank == other.rank and self.suit == other.suit
    def __hash__(self):
        return hash((self.rank, self.suit))
    def __lt__(self, other):
        return self.rank < other.rank
    def __repr__(self):
        return f"{self.rank}{self.suit}"
a = Card(3, "h")
b = Card(3, "h")
c = Card(1, "s")
print(a == b, a is b, a != c, a == 5, a != None)
hand = [a, c, Card(2, "d")]
print(sorted(hand), min(hand), max(hand))
hand.sort()
print(hand)
seen = {a: ["first"]}
seen[b] = ["second"]
print(len(seen), seen[Card(3, "h")])
print(list(seen)[0] is a, c in seen, b in [c, a])
unique = {a, b}
print(len(unique), a in unique)
print(hand.index(b), hand.count(a))
hand.remove(b)
print(hand, a > c)
pairs = sorted([(2, c), (1, a)])
print(pairs)
del a
print(len(seen))
