a = 256
b = 256
print(a is b)
c = 257
d = 257
print(c is d)
e = int("257")
print(e is c, e == c)
f = 10 ** 3
g = 1000
print(f is g)
s1 = "hi there"
s2 = "hi there"
s3 = "".join(["hi", " there"])
print(s1 is s2, s3 is s1, s3 == s1)
