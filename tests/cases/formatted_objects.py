class T:
    def __str__(self):
        return "t" + "ext words"
    def __repr__(self):
        return self.r
    r = "rep words"
t = T()
a = f"{t!s}"
b = f"{t!r}"
c = "%s" % (a,)
d = f"{a!s}"
e = f"x {t!s:>12}"
g = f"{t}"
h = "%r" % (t,)
