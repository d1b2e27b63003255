from typing import Optional, List
class Account:
    owner: str
    balance: int = 0
    history: list = []
    def deposit(self, amount: int, note: Optional[str] = None) -> int:
        self.balance += amount
        self.history.append(note)
        return self.balance
limit: int = 10
def total(xs: List[int], start: int = 0) -> int:
    result: int = start
    for x in xs:
        result += x
    return result
a = Account()
print(a.deposit(5), a.deposit(6, "n"), Account.history, Account.balance)
print(total([1, 2, 3]), limit)
names: list
names = ["x"]
print(names)
