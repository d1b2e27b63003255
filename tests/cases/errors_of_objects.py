"""What objects without items or a value answer, and what the exception holds."""
class Box:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


def attempt(action, held):
    try:
        return action(held)
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
        return None


actions = [len, int, float, iter, abs, lambda v: v[0], lambda v: v + 1, lambda v: v < v, lambda v: -v, lambda v: v()]
for action in actions:
    attempt(action, Box(1))
for action in actions[:6]:
    attempt(action, None)
for thing in ([1], {}, (2, 3)):
    attempt(int, thing)
    attempt(float, thing)
attempt(lambda v: v[0], 5)
attempt(len, True)
kept = None
try:
    len(Box(2))
except TypeError as error:
    kept = error
print(kept.__traceback__ is not None)
kept = None
