def add(items, item):
    items.append(item)
    return items


def total(items):
    return sum(items)


class Keeper:
    def __init__(self, items):
        self.items = items
        items.clear()
