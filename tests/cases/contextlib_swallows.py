import contextlib
class Held:
    def __del__(self):
        print("held is gone")
@contextlib.contextmanager
def forgiving(name):
    held = Held()
    try:
        yield held
    except KeyError as error:
        print(name, "forgives", len(error.args))
class Shelf:
    def __init__(self):
        self.books = {"a": [1, 2]}
    def take(self, key):
        return self.books.pop(key)
shelf = Shelf()
book = shelf.take("a")
books = [book, book]
del book
pages = [page for each in books for page in each]
alias = pages
alias.append(5)
print(len(pages), shelf.books)
books.clear()
def look(key):
    found = shelf.books.get(key, [])
    return found
nothing = look("b")
nothing.append(0)
with forgiving("once"):
    shelf.take("a")
print("end")
