class Account:
    interest = 0.02
    accounts = []
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []
        Account.accounts.append(self)
    def deposit(self, amount):
        self.balance += amount
        self.history.append(("deposit", amount))
        return self
    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"
    def __str__(self):
        return "%s: %d" % (self.owner, self.balance)
    def __eq__(self, other):
        if isinstance(other, Account):
            return self.balance == other.balance
        return NotImplemented
    def __lt__(self, other):
        return self.balance < other.balance
class Savings(Account):
    interest = 0.05
    def deposit(self, amount, bonus=0):
        super().deposit(amount)
        if bonus:
            super().deposit(bonus)
        return self
a = Account("ann", 10)
s = Savings("sue")
a.deposit(5).deposit(6)
s.deposit(20, bonus=1)
print(a, s, [a, s], a == s, a < s)
print(len(Account.accounts), s.interest, a.interest)
Account.interest = 0.03
print(a.interest, s.interest)
rich = max(Account.accounts)
print(rich is a, sorted(Account.accounts, reverse=True))
Account.accounts.remove(s)
del s
print(len(Account.accounts))
h = a.history
Account.accounts.clear()
del a, rich
print(h)
