"""Orders come in one by one and leave in batches."""


class Order:
    def __init__(self, number, article, count, notes=None):
        self.number = number
        self.article = article
        self.count = count
        self.notes = [] if notes is None else list(notes)

    def note(self, text):
        self.notes.append(text)
        return self


def add_to_batch(order, batch=[]):
    if order.count > 0:
        batch.append(order)
    return batch


def articles(batch, known=()):
    names = list(known)
    for order in batch:
        if order.article not in names:
            names.append(order.article)
    return names


class Journal:
    def __init__(self, title, lines=[]):
        self.title = title
        self.lines = lines

    def write(self, text):
        self.lines.append(f"{self.title}: {text}")


def demand(batch, counts=None):
    counts = {} if counts is None else counts
    for order in batch:
        counts[order.article] = counts.get(order.article, 0) + order.count
    return counts
