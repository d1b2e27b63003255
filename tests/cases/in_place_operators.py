t = (1, 2)
u = t
t += (3,)
print(t, u)
l = [1]
m = l
l *= 3
print(m)
s = {1}
s2 = s
s |= {2}
print(len(s2), s is s2)
n = 1000
k = n
n += 1
print(n, k)
d = {"a": 1}
d["a"] += 1
d2 = d
d |= {"b": 2}
print(d2)
