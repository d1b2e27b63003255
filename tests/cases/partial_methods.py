from functools import partialmethod


class Switch:
    def __init__(self, name):
        self.name = name
        self.log = []

    def turn(self, on, *, by="hand", seen=[]):
        self.log.append((on, by))
        seen.append(self.name)
        return self

    turn_on = partialmethod(turn, True)
    turn_off = partialmethod(turn, False, by="timer")

    def __del__(self):
        print("del", self.name)


lamp = Switch("lamp")
print(lamp.turn_on() is lamp, lamp.turn_off(by="cat").log)
press = lamp.turn_off
print(press.args, press.keywords, press is lamp.turn_off)
log = lamp.log
del lamp
print("held by the method")
press()
print(log)
del press
print(Switch("fan").turn_on().log)
switches = [Switch("a"), Switch("b")]
for switch in switches:
    switch.turn_on()
    print(switch.log)
del switch
switches.pop()
print(Switch.turn.__kwdefaults__)
