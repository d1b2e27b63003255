# Lengths that an analysis of one path, one object or one pass alone gets wrong: `src/facts/seeded.rs` plants such bugs.
import itertools
class Box:
    pass
def weak_update(flag):
    a, b = Box(), Box()
    a.items = [1]
    b.items = [1, 2, 3]
    box = a if flag else b
    box.items = []
    result = a.items
    return result
def rows_of_a_loop(items):
    rows = []
    for _ in items:
        rows.append([])
    first, result = rows
    first.append(1)
    return result
def handed_out(call):
    result = [1, 2]
    call(result)
    return result
def grown_in_a_loop(items):
    result = []
    for item in items:
        result.append(item)
    return result
def add(rows):
    rows.append(1)
def grown_by_a_helper(_):
    result = []
    add(result)
    return result
def grown_on_one_path(flag):
    result = []
    if flag:
        result.append(1)
    return result
def grown_through_a_chain(rows):
    result = [1]
    for row in itertools.chain(rows, [result]):
        row.append(2)
    return result
def grown_through_a_filter(test):
    result = [1]
    for row in itertools.filterfalse(test, [result]):
        row.append(2)
    return result
def taken_from_a_chain(rows):
    for result in itertools.chain([(1,)], rows):
        len(result)
    return result
def given(rows):
    yield from rows
    yield (1, 2)
def given_by_a_generator():
    for result in given(((1,),)):
        len(result)
    return result
class Base:
    def handle(self, rows):
        return len(rows)
    def start(self):
        result = [1]
        self.handle(result)
        return result
def replaced():
    base = Base()
    base.handle = lambda rows: rows.clear()
    return base.start()
print("weak_update", 12, len(weak_update(False)), len(weak_update(True)))
print("rows_of_a_loop", 19, len(rows_of_a_loop("ab")))
print("handed_out", 23, len(handed_out(lambda rows: rows.clear())), len(handed_out(lambda rows: rows.copy())))
print("grown_in_a_loop", 28, len(grown_in_a_loop("ab")), len(grown_in_a_loop("")))
print("grown_by_a_helper", 34, len(grown_by_a_helper(0)))
print("grown_on_one_path", 39, len(grown_on_one_path(False)), len(grown_on_one_path(True)))
print("grown_through_a_chain", 44, len(grown_through_a_chain([])))
print("grown_through_a_filter", 49, len(grown_through_a_filter(lambda row: False)))
print("taken_from_a_chain", 52, len(taken_from_a_chain([])), len(taken_from_a_chain([()])))
print("given_by_a_generator", 59, len(given_by_a_generator()))
print("Base.start", 67, len(Base().start()), len(replaced()))
