v5 = 'two words'
def g(n):
    v7 = [['two words', n] for k in range(2)]
    return v7
v8 = g(2)
