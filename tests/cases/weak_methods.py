# A weak reference to a bound method is dead at once; a WeakMethod lives as long as the object.
import weakref


class Button:
    def __init__(self, name):
        self.name = name
        self.handlers = []

    def on_click(self, method):
        self.handlers.append(weakref.WeakMethod(method))

    def click(self):
        for ref in self.handlers:
            handler = ref()
            if handler is None:
                print("dead handler")
            else:
                handler(self.name)

    def prune(self):
        self.handlers = [r for r in self.handlers if r() is not None]
        return len(self.handlers)


class Window:
    def __init__(self, title):
        self.title = title
        self.clicks = []

    def clicked(self, name):
        self.clicks.append(name)
        print(self.title, name, len(self.clicks))

    def __del__(self):
        print("closed", self.title)


button = Button("ok")
one, two = Window("one"), Window("two")
button.on_click(one.clicked)
button.on_click(two.clicked)
button.click()
del one
button.click()
print(button.prune())
plain = weakref.ref(two.clicked)
print(plain() is None)
told = weakref.WeakMethod(two.clicked)
again = told()
again("direct")
two = None
print("still held by the method")
again = None
print(told(), button.prune())
