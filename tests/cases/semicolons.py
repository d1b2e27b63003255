a = 1; b = [a]; c = b
del b; print(c)
if a: print("yes"); x = [2]
