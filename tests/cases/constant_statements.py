"""Constants as statements: up to 3.13 they are folded before there is code, and on 3.9 they are no step."""
shown = (257, "key")
(257, "key")
-5
"a" "b"
(1, (2, 3))[1]
again = (257, "key")


def keep(flag):
    (257, "key")
    if flag:
        (1, 2)
    return (257, "key")


first = keep(True)
second = keep(False)
print(shown is again, first is second)
