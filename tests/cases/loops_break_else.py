found = None
for i in range(5):
    if i == 3:
        found = [i]
        break
else:
    print("none")
for i in range(2):
    pass
else:
    print("done")
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print(n)
while True:
    n += 1
    if n > 2:
        break
print(found, i, n)
