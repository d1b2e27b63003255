# Two temporaries of one operation: which of them dies first.
class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
    def __add__(self, other):
        return 1
    def __radd__(self, other):
        return 1
    def __lt__(self, other):
        return 1
    def __eq__(self, other):
        return 1
    def __contains__(self, other):
        return 1
    def __getitem__(self, other):
        return 1
    def __setitem__(self, other, value):
        return None
    def __delitem__(self, other):
        return None
    def __repr__(self):
        return "T"
    def __hash__(self):
        return 1
T(1) + T(2)
T(3) < T(4)
T(5) == T(6)
T(7) in T(8)
T(9) is T(10)
T(11) is not T(12)
T(13) != T(14)
T(15)[T(16)]
T(17)[T(18)] = T(19)
del T(20)[T(21)]
T(22)[T(23):T(24)]
T(25)[T(26):T(27)] = T(28)
del T(29)[T(30):T(31)]
T(32)[T(33):T(34):T(35)]
T(36).x = T(37)
text = f"{T(38)!r:>{len([T(39)])}}"
text = f"{T(40)!r}" + f"{T(41)}"
T(42)[T(43)] += T(44)
T(45)[T(46):T(47)] += T(48)
T(49)[1:2] = T(50)
{T(51): T(52)}
T(53) < T(54) < T(55)
