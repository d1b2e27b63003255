class Ro:
    def __init__(self):
        self._v = [1]
    @property
    def v(self):
        return self._v
r = Ro()
try:
    r.v = 3
except AttributeError as e:
    print(e)
try:
    del r.v
except AttributeError as e:
    print(e)
print(r.v)


class Account:
    def __init__(self, owner):
        self._owner = owner

    @property
    def owner(self):
        return self._owner

    def _write(self, value):
        self.written = value

    secret = property(None, _write)


account = Account(["Ada"])
try:
    account.owner = ["Grace"]
except AttributeError as error:
    kept = error
print(kept, account.owner)
account.secret = [1]
try:
    print(account.secret)
except AttributeError as error:
    print(error)
try:
    del account.secret
except AttributeError as error:
    print(error)
account.written.append(2)
print(account.written)
