import weakref
class Button:
    def __init__(self):
        self.listeners = []
    def connect(self, fn):
        self.listeners.append(weakref.ref(fn.__self__))
    def click(self):
        alive = [r() for r in self.listeners if r() is not None]
        return len(alive)
class Dialog:
    def on_click(self):
        return "clicked"
b = Button()
d = Dialog()
b.connect(d.on_click)
print(b.click())
m = d.on_click
print(m() , m.__func__ is Dialog.on_click, m.__self__ is d)
del d
print(b.click())
del m
print(b.click())
def temp():
    x = Dialog()
    b.connect(x.on_click)
    return b.click()
print(temp(), b.click())
