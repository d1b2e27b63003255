import gc
import weakref
from types import SimpleNamespace

from _load import prove


class Payload(bytearray):
    """Something that weak references may be made to."""


def survives(run):
    """Whether the local `payload` of the frame that raised is alive after run()."""
    refs = []

    def boom(*args, **kwargs):
        payload = Payload(1000)
        refs.append(weakref.ref(payload))
        raise OSError("boom %d" % len(payload))

    keep = run(boom)
    gc.collect()
    alive = refs[-1]() is not None
    del keep
    return alive


def test_C01(m):
    importer = m.Importer()
    importer.run(__file__)
    frames = [importer.last_error.__traceback__.tb_frame]
    assert "payload" in frames[0].f_locals


def test_C02(m):
    def run(boom):
        client = SimpleNamespace(fetch=lambda a: [], store=boom)
        m.sync_account("a", client)
    assert survives(run)


def test_C03(m):
    def run(boom):
        m.socket = SimpleNamespace(create_connection=boom)
        m.connect("h", 1)
    assert survives(run)


def test_C04(m):
    def run(boom):
        monitor = m.HealthMonitor({"p": boom})
        monitor.check()
        return monitor
    assert survives(run)


def test_C05(m):
    def run(boom):
        worker = m.Worker()
        worker.execute("a", boom)
        return worker
    assert survives(run)


def test_C06(m):
    def boom(url):
        page = b"\xff"
        return page
    crawler = m.Crawler(boom)
    crawler.visit("u")
    assert "page" in crawler.errors[0]["error"].__traceback__.tb_frame.f_locals


def test_C07(m):
    collector = m.Collector()
    collector.collect(["x"])
    assert collector.error[2].tb_frame.f_locals["rows"] == ["x"]


def test_C08_clean(m):
    def run(boom):
        uploader = m.Uploader()
        uploader.upload(SimpleNamespace(put=boom), b"")
        return uploader
    assert not survives(run)


def test_C09_clean(m):
    def run(boom):
        poller = m.Poller()
        poller.poll(boom)
        return poller
    assert not survives(run)


def test_C12_clean(m):
    def run(boom):
        errors = m.ErrorLog()
        try:
            errors.guard(boom)
        except OSError:
            pass
        return errors
    assert not survives(run)


def test_C14_clean(m):
    def run(boom):
        client = m.HttpClient(SimpleNamespace(request=boom))
        client.get("/")
        return client
    assert not survives(run)


prove("C_exceptions", globals())
