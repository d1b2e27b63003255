import functools
class Report:
    def __init__(self, rows):
        self.rows = rows
        self.runs = 0
    @functools.cached_property
    def total(self):
        self.runs += 1
        return [sum(self.rows)]
r = Report([1, 2, 3])
a = r.total
b = r.total
print(a is b, r.runs)
r.rows.append(10)
print(r.total, "total" in r.__dict__)
del r.total
print(r.total, r.runs)
r2 = Report([5])
print(r2.total, r2.total is r2.total)
del r
print(a, b)
