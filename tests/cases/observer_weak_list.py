import weakref
class Subject:
    def __init__(self):
        self._observers = []
    def attach(self, obs):
        self._observers.append(weakref.ref(obs, self._forget))
    def _forget(self, ref):
        print("forgetting")
        self._observers.remove(ref)
    def notify(self, *args, **kwargs):
        for ref in list(self._observers):
            obs = ref()
            if obs is not None:
                obs.update(*args, **kwargs)
class Logger:
    def __init__(self, prefix):
        self.prefix = prefix
        self.lines = []
    def update(self, event, *, level="info"):
        self.lines.append(f"{self.prefix}:{level}:{event}")
s = Subject()
one = Logger("one")
two = Logger("two")
s.attach(one)
s.attach(two)
s.notify("start")
s.notify("warn", level="warning")
print(one.lines)
lines = two.lines
del two
s.notify("again")
print(len(one.lines), len(lines), len(s._observers))
del one
print(s._observers)
