# An exception thrown into a generator is raised at its `yield`.


def worker():
    done = []
    while True:
        try:
            job = yield done
            done.append(job)
        except ValueError as error:
            done.append("skipped " + str(error))


def fragile():
    kept = [1, 2]
    yield kept
    print("never")


w = worker()
log = next(w)
w.send("one")
w.throw(ValueError("two"))
w.send("three")
print(log)
try:
    w.throw(KeyError("stop"))
except KeyError as error:
    print("came out", error)
print(next(w, "finished"))
f = fragile()
values = next(f)
try:
    f.throw(RuntimeError)
except RuntimeError as error:
    print("fragile", error.args)
print(values)


def closing():
    try:
        yield 1
    except GeneratorExit:
        print("asked to close")
        raise


c = closing()
print(next(c))
c.close()
print("end")
