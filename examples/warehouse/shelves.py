"""Where things lie: a shelf is a grid of bins, a bin counts pieces."""


class Shelf:
    def __init__(self, name, levels, bins):
        self.name = name
        self.pieces = [[0] * bins] * levels

    def put(self, level, place, count):
        self.pieces[level][place] += count

    def total(self):
        return sum(sum(level) for level in self.pieces)

    def fullest_level(self):
        totals = [sum(level) for level in self.pieces]
        return totals.index(max(totals))


def free_places(shelf):
    return [
        (level, place)
        for level, pieces in enumerate(shelf.pieces)
        for place, count in enumerate(pieces)
        if count == 0
    ]


if __name__ == "__main__":
    north = Shelf("north", 3, 4)
    north.put(0, 1, 5)
    print(north.total(), "pieces, put in once")
