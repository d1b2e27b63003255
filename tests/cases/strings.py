s = "hello world"
t = s.upper()
u = s.replace("l", "L")
print(s, t, u, s.split(), "-".join(["a", "b"]))
n = 3.14159
print(f"{n:.2f} {s!r:>15} {len(s):04d} {t=}")
w = s[0:5]
x = s[:]
print(x is s, w, s[::-1], s.find("wor"), s.count("o"))
y = s + "!"
y += "?"
print(y.title(), y.strip("?"), y.startswith("he"))
