class T:
    def __set_name__(self, owner, name):
        self.n = 1
class Order:
    q = T()
    total = property(None)
