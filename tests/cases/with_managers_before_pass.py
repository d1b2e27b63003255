# Which exits are steps of their own depends on where the code behind the `with` stands.
class Manager:
    def __init__(self, number):
        self.number = number
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        print("exit", self.number)
def in_function(flag):
    if flag:
        with Manager(1) as a, Manager(2):
            pass
        pass
    else:
        with Manager(3), Manager(4) as b:
            pass
            pass
        pass
    try:
        with Manager(5) as c, Manager(6):
            pass
        pass
    except KeyError:
        pass
    else:
        with Manager(7) as d, Manager(8):
            pass
        pass
in_function(0)
in_function(1)
flag = 0
if flag:
    pass
else:
    with Manager(9) as first, Manager(10):
        pass
        pass
    pass
