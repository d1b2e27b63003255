value = 5
yes = 6
text = f"{value}" " tail"
t2 = f"{value}" f" x" "y"
t3 = "a" f"{yes}" "b" "c" f"{value!r:>4}" "d"
print(text, t2, t3)
s = "".join(["ab", "c"])
t = f"{s:>2}"
u = f"{s:3}"
v = f"{s:>5}"
print(t is s, u is s, v)
w = f"{s!s:.9}"
print(w is s)
