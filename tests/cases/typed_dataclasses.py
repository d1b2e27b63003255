from dataclasses import dataclass, field
from typing import Dict, List, Optional
@dataclass
class Address:
    street: str
    city: str = "x"
@dataclass
class Person:
    name: str
    address: Optional[Address] = None
    tags: List[str] = field(default_factory=list)
    scores: Dict[str, int] = field(default_factory=dict, repr=False)
    def add(self, tag: str) -> "Person":
        self.tags.append(tag)
        return self
home = Address("main")
p = Person("ann", home)
q = Person("bob", home, ["t"])
p.add("a").add("b")
print(p, q == Person("bob", home, ["t"]))
p.address.city = "z"
print(q.address.city, p.address is q.address)
people: list[Person] = [p, q]
people.sort(key=lambda x: x.name, reverse=True)
print([x.name for x in people])
def find(items: List[Person], name: str) -> Optional[Person]:
    for item in items:
        if item.name == name:
            return item
    return None
f = find(people, "ann")
print(f is p, find(people, "zed"))
p.scores["m"] = 5
del p, people
print(f.scores)
