"""Most empty tuples are one object; up to 3.10 not those of sources that do not say how many items they have."""
rows = []
written = ()
listed = tuple(rows)
walked = tuple(iter(rows))
generated = tuple(row for row in rows)
mapped = tuple(map(len, rows))
print(written is listed, written is walked)
same = generated is mapped


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


counted = tuple(Countdown(0))
pair = tuple(Countdown(2))
print(len(counted), pair)
del generated, mapped
