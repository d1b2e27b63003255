def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c = counter()
print(c(), c())
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
total = 0
def bump():
    global total
    total += 5
bump()
print(total)
def outer():
    data = [1]
    def show():
        print(data)
    data.append(2)
    show()
    del show
outer()
