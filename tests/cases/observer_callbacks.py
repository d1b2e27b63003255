class Subject:
    def __init__(self):
        self._observers = []
        self._state = None
    def attach(self, fn):
        self._observers.append(fn)
        return fn
    @property
    def state(self):
        return self._state
    @state.setter
    def state(self, value):
        self._state = value
        for fn in self._observers:
            fn(self, value)
class Logger:
    def __init__(self, name):
        self.name = name
        self.lines = []
    def update(self, subject, value):
        self.lines.append((self.name, value))
    def __call__(self, subject, value):
        self.lines.append(value)
s = Subject()
log = Logger("a")
s.attach(log.update)
s.attach(log)
seen = []
@s.attach
def watcher(subject, value):
    seen.append(value)
s.state = [1]
s.state = "two"
print(log.lines, seen, s.state)
lines = log.lines
del log
s._observers.pop(0)
s.state = 3
print(lines, len(s._observers))
s._observers = []
print(lines)
