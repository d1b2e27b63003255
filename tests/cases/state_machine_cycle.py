class State:
    def __init__(self, name):
        self.name = name
        self.transitions = {}
    def on(self, event, target):
        self.transitions[event] = target
        return self
    def __del__(self):
        print("state", self.name, "gone")
class Machine:
    def __init__(self, start):
        self.current = start
        self.log = [start.name]
    def send(self, event):
        try:
            self.current = self.current.transitions[event]
        except KeyError:
            raise ValueError(f"bad event {event!r} in {self.current.name}") from None
        self.log.append(self.current.name)
idle, run, stop = State("idle"), State("run"), State("stop")
idle.on("go", run)
run.on("halt", stop).on("pause", idle)
m = Machine(idle)
m.send("go")
m.send("pause")
try:
    m.send("halt")
except ValueError as e:
    print(e, e.__cause__, e.__suppress_context__)
del idle
m.send("go")
m.send("halt")
print(m.log)
del run
print("cycle remains")
m = None
stop = None
import gc
gc.collect()
print("end")
