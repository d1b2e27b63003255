class Res:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("free", self.n)


def work(n):
    r = Res(n)
    if n == 1:
        raise ValueError(n)
    if n == 2:
        raise TypeError(n)
    if n == 3:
        raise OSError("disk")
    return n


def run(jobs):
    errors = []
    done = []
    for j in jobs:
        try:
            done.append(work(j))
        except Exception as e:
            e.add_note(f"job {j}")
            errors.append(e)
    if errors:
        raise ExceptionGroup("jobs failed", errors)
    return done


print(run([0, 4]))
try:
    run([0, 1, 2])
except* ValueError as eg:
    print("values", len(eg.exceptions), eg.exceptions[0].__notes__)
except* TypeError as eg:
    print("types", eg.exceptions[0].args)
print("--")
try:
    try:
        run([1, 3])
    except* ValueError:
        print("only values")
except ExceptionGroup as rest:
    print(rest.message, [type(e).__name__ for e in rest.exceptions])
group = ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [KeyError("k"), ValueError(2)])])
match, rest = group.split(ValueError)
print(len(match.exceptions), len(rest.exceptions))
print(group.subgroup(KeyError).exceptions[0].message)
try:
    raise group
except* KeyError as e:
    print("keys", e.exceptions[0].exceptions)
except* ValueError as e:
    print("nested", len(e.exceptions))
err = ValueError("plain")
err.add_note("first")
err.add_note("second")
print(err.__notes__, err)
