# The body of a `finally` is compiled once for each way into it; what is equal in them is one constant.
class Item:
    def __init__(self, n):
        self.n = n


def fill(numbers):
    kept = None
    try:
        kept = [n * 2 for n in numbers]
    finally:
        items = [Item(1027) for _ in range(2)]
    return kept, items


kept, items = fill([1, 2])
print(kept, items[0].n is items[1].n)
try:
    fill(None)
except TypeError:
    print("no numbers")
try:
    last = Item(2048)
finally:
    more = [Item(4096) for _ in range(3)]
print(last.n, [item.n for item in more])
