# Up to 3.12 the function behind a generator expression takes a text that comes first for its docstring, and holds it.
number, text = [1, 'two words']
pairs = ([k, 'two words'] for k in range(3))
first = next(pairs)
rest = list(pairs)
pairs = None
labels = ['three more words' for k in range(2)]
named = {k: 'four words in it' for k in range(2)}
label = labels[0]
made = [[k, 'two words'] for k in range(2)]


def stream():
    yield from ('out of here' for _ in range(2))


shown = list(stream())
last = shown[0]
