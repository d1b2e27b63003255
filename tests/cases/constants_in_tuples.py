for x in range(2):
    v = ('two words', '')
w = ('three words', 'z')
def f(x):
    u = ('four words', 1.5)
    return u
f(1)
def g(x):
    u = ('four words', 1.5)
    w = ('two words', '')
    return w
h = g(1)
x = 'five words'
y = ('five words', 2)
y = ('five words', 2)
n = "six words"
y = ('six words', 2)
q = ('six words', 2.5)
def ff():
    return 'six words'
def gg():
    return ('six words', 3)
