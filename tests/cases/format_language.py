name, count, price = "apple", 42, 1234.5678
print(f"{name:>10}|{name:<8}|{name:^9}|{name!r}|{name:.2}")
print(f"{count:5d}|{count:05}|{count:+d}|{count:#x}|{count:b}|{count:,}")
print(f"{price:.2f}|{price:10.1f}|{price:,.2f}|{price:e}|{price:g}|{price:.3g}")
print(f"{0.256:.1%}|{1e20}|{1e-7}|{float(count)}|{True:d}|{None}|{[name]}")
print("{} and {}".format(name, count), "{1} {0}".format("a", "b"))
print("{who} has {n:>4}".format(who=name, n=count))
print("{0[0]} {0[1]} {d[key]}".format(["x", "y"], d={"key": "v"}))
width = 12
print("{:*^{w}}".format(name, w=width), f"{count:>{width}}")
print("%s is %d (%5.2f) %r %x %%" % (name, count, price, name, 255))
print("%-8s|%8s|%+d|%05d|%.1f" % (name, name, count, count, price))
print("%(a)s-%(b)03d" % {"a": "k", "b": 7})
one = "%s" % count
same = "%s" % name
print(one, same is name, str(name) is name, format(count, "x"), format(name))
parts = ["a", "b", "c"]
line = ", ".join(f"{i}={p}" for i, p in enumerate(parts))
print(line, len(line))
table = [("x", 1), ("yy", 22)]
for key, value in table:
    print(f"{key:<4}{value:>4}")


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __str__(self):
        return f"${self.amount}"


print(f"{Money(5)} {Money(6)!s:>5}", "%s" % Money(7), str(Money(8)))
