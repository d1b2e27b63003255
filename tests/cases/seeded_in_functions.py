# Lengths that an analysis of one path, one object or one pass alone gets wrong: `src/facts/seeded.rs` plants such bugs.
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
print("weak_update", 11, len(weak_update(False)), len(weak_update(True)))
print("rows_of_a_loop", 18, len(rows_of_a_loop("ab")))
print("handed_out", 22, len(handed_out(lambda rows: rows.clear())), len(handed_out(lambda rows: rows.copy())))
print("grown_in_a_loop", 27, len(grown_in_a_loop("ab")), len(grown_in_a_loop("")))
print("grown_by_a_helper", 33, len(grown_by_a_helper(0)))
print("grown_on_one_path", 38, len(grown_on_one_path(False)), len(grown_on_one_path(True)))
